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
 * What the server has written to its log since a start.
 *
 * @param file the log, which may not be there yet
 * @param offset how long it was before, in bytes
 */
record ServerLog(Path file, long offset) {
  private static final long MAX_BYTES = 1024 * 1024;

  /** Looks at the log from here on; one that has become long is put aside first. */
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

  /** Why the server gave up, in its own words. */
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
