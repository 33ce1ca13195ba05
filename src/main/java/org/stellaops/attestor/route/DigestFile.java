package org.stellaops.attestor.route;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * The file {@code NAME.sha256} beside a bundle, which need not be there. It holds one line as
 * {@code sha256sum} writes it; while it is being copied it is empty, or ends within that line.
 *
 * @param path where it is, or would be
 */
record DigestFile(Path path) {
  /** More than the name of any file, and little enough to look at every ten seconds. */
  private static final int MOST_BYTES = 1 << 14;

  private static final Pattern LINE = Pattern.compile("[0-9a-fA-F]{64}([ \t][^\r\n]*)?\r?\n");

  /** That of a bundle. */
  static DigestFile of(Path bundle) {
    return new DigestFile(bundle.resolveSibling(bundle.getFileName() + ".sha256"));
  }

  /** Whether it is not there, or there to its end. */
  boolean isWhole() throws IOException {
    try (InputStream content = Files.newInputStream(path)) {
      String text = new String(content.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
      return LINE.matcher(text).lookingAt();
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  /** Whether it has not changed since then. */
  boolean isUnchangedSince(Instant then) throws IOException {
    return !Files.getLastModifiedTime(path).toInstant().isAfter(then);
  }
}
