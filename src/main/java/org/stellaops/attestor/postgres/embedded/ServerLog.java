package org.stellaops.attestor.postgres.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The part of the server's log that was written since a start.
 *
 * @param file the log, which need not exist yet
 * @param offset its length before the start, in bytes
 */
record ServerLog(Path file, long offset) {
  private static final long MAX_BYTES = 1024 * 1024;

  /** Remembers the current end of the log; a long log is rotated first. */
  static ServerLog open(Path file) throws IOException {
    if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".old"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    return new ServerLog(file, Files.exists(file) ? Files.size(file) : 0);
  }

  boolean contains(String text) throws IOException {
    return newText().contains(text);
  }

  /** The FATAL and DETAIL messages of the server. */
  Optional<String> fatalMessage() throws IOException {
    String reason =
        newText()
            .lines()
            .filter(line -> line.contains("FATAL:") || line.contains("DETAIL:"))
            .map(line -> line.replaceFirst("^.*?(FATAL|DETAIL): *", ""))
            .collect(Collectors.joining(" "));
    return Optional.of(reason).filter(text -> !text.isEmpty());
  }

  private String newText() throws IOException {
    if (Files.notExists(file)) {
      return "";
    }
    byte[] all = Files.readAllBytes(file);
    return new String(
        Arrays.copyOfRange(all, (int) Math.min(offset, all.length), all.length),
        StandardCharsets.UTF_8);
  }
}
