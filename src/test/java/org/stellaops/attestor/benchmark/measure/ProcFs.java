package org.stellaops.attestor.benchmark.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux tells in lines like {@code VmHWM: 13604 kB}. */
final class ProcFs {
  private ProcFs() {}

  /**
   * Bytes.
   *
   * @param file below {@code /proc}
   * @param label the beginning of the line, with its colon
   * @return 0 if the system does not tell: the file is gone, or this is no Linux
   */
  static long bytes(Path file, String label) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(label))
          .map(line -> line.substring(label.length()).replace("kB", "").strip())
          .mapToLong(kilobytes -> Long.parseLong(kilobytes) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
