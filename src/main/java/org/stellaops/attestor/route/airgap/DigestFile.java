package org.stellaops.attestor.route.airgap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stellaops.attestor.drop.DroppedFile;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.failure.SafeText;

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

  /** Why the file cannot be used; empty if it is complete or does not exist. */
  Optional<AttestorException> problem() {
    try {
      Optional<String> text = readText();
      return text.isEmpty() || LINE.matcher(text.get()).lookingAt()
          ? Optional.empty()
          : Optional.of(malformed());
    } catch (IOException e) {
      return Optional.of(unreadable(e));
    }
  }

  /**
   * Compares the digest of a bundle with the one in this file, if the file exists.
   *
   * @param sha256 in lower-case hexadecimal
   * @throws AttestorException with {@code bad_bundle} if they differ, with {@code incomplete} if
   *     the file has no complete digest or cannot be read
   */
  void requireMatch(String sha256) {
    Optional<String> text;
    try {
      text = readText();
    } catch (IOException e) {
      throw unreadable(e);
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

  private AttestorException unreadable(IOException cause) {
    return new AttestorException(
        Failure.INCOMPLETE,
        "cannot read " + SafeText.line(path.toString()) + ": " + DroppedFile.reason(cause),
        "put a readable regular file there, or remove it",
        cause);
  }

  /** The error for a file without a complete digest; the bundle itself may be valid. */
  private AttestorException malformed() {
    Path name = path.getFileName();
    return new AttestorException(
        Failure.INCOMPLETE,
        name + " is incomplete: it does not begin with 64 hexadecimal digits and a line end",
        "copy " + name + " again, or remove it");
  }

  private Optional<String> readText() throws IOException {
    try {
      byte[] content = new DroppedFile(path).read(MAX_BYTES);
      return Optional.of(new String(content, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
