package org.stellaops.attestor.route.airgap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * The optional file {@code NAME.sha256} next to a bundle. It has one line in the format of {@code
 * sha256sum}; while it is being copied it is empty, or the line is cut off.
 *
 * @param path the path, whether or not the file exists
 */
record DigestFile(Path path) {
  /** Longer than any file name, and short enough to read every ten seconds. */
  private static final int MAX_BYTES = 1 << 14;

  private static final Pattern LINE = Pattern.compile("([0-9a-fA-F]{64})([ \t][^\r\n]*)?\r?\n");

  /** The digest file of a bundle. */
  static DigestFile of(Path bundle) {
    return new DigestFile(bundle.resolveSibling(bundle.getFileName() + ".sha256"));
  }

  /** Whether the file does not exist or is complete. */
  boolean isAbsentOrComplete() throws IOException {
    Optional<String> text = readText();
    return text.isEmpty() || LINE.matcher(text.get()).lookingAt();
  }

  /**
   * Compares the digest of a bundle with the one in this file, if the file exists.
   *
   * @param sha256 in lower-case hexadecimal
   * @throws AttestorException with {@code bad_bundle} if they differ, with {@code incomplete} if
   *     the file has no complete digest, with {@code disk} if it cannot be read
   */
  void requireMatch(String sha256) {
    Optional<String> text;
    try {
      text = readText();
    } catch (IOException e) {
      throw new AttestorException(
          Failure.DISK, "cannot read " + path + ": " + e, "check the medium", e);
    }
    if (text.isEmpty()) {
      return;
    }
    Matcher line = LINE.matcher(text.get());
    if (!line.lookingAt()) {
      throw malformed();
    }
    String expected = line.group(1).toLowerCase(Locale.ROOT);
    if (!expected.equals(sha256)) {
      throw new AttestorException(
          Failure.BAD_BUNDLE,
          "bundle rejected: its SHA-256 is %s, but its .sha256 file contains %s"
              .formatted(sha256, expected),
          "copy both files again from the same export");
    }
  }

  /** The error for a file without a complete digest; the bundle itself may be valid. */
  AttestorException malformed() {
    Path name = path.getFileName();
    return new AttestorException(
        Failure.INCOMPLETE,
        name + " is incomplete: it does not begin with 64 hexadecimal digits and a line end",
        "copy " + name + " again, or remove it");
  }

  private Optional<String> readText() throws IOException {
    try (InputStream content = Files.newInputStream(path)) {
      return Optional.of(new String(content.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Whether the file has not changed since this time. */
  boolean isUnchangedSince(Instant then) throws IOException {
    return !Files.getLastModifiedTime(path).toInstant().isAfter(then);
  }
}
