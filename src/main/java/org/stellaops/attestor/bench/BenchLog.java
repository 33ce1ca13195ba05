package org.stellaops.attestor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.stellaops.attestor.checkpoint.LogIdentity;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.fakelog.FakeEntries;
import org.stellaops.attestor.fakelog.FakeLogFiles;
import org.stellaops.attestor.fakelog.RandomEntries;

/**
 * A log as files, to be mirrored.
 *
 * @param content what it consists of
 * @param directory where it is
 */
record BenchLog(FakeLogFiles content, Path directory) {
  /** The id of the first log that a warm mirror has mirrored before. */
  static final String WARM_UP = "warm-up";

  private static final String HOST = "bench.example/";
  private static final int WARM_UP_TIMES = 8;
  private static final int WARM_UP_BYTES = 100;

  /** The log that is measured, of so many entries, below a directory; made unless it is there. */
  static BenchLog measured(Path parent, long entries, FakeEntries entry) {
    return in(parent, entry.kind(), entries, entry);
  }

  /**
   * A log of so many entries below a directory, made unless it is there.
   *
   * @param name of the log and its directory, as {@code random}; each log has a key of its own
   */
  static BenchLog in(Path parent, String name, long entries, FakeEntries entry) {
    Origin origin = new Origin(HOST + name);
    FakeLogFiles content = new FakeLogFiles(origin, entries, entry);
    Path directory = parent.resolve(name + "-" + entries + "x" + entry.length());
    content.write(directory);
    return new BenchLog(content, directory);
  }

  /**
   * What a process has to mirror, export or import before Java has little left to optimize, and a
   * log of so many entries is measured. Its entries are short: it is the number of files that
   * warms, and the disk has to be at rest again.
   */
  static BenchLog warmUp(Path parent, long entries) {
    return in(parent, WARM_UP, WARM_UP_TIMES * entries, new RandomEntries(WARM_UP_BYTES));
  }

  /**
   * What is mirrored between that and the log that is measured. A cycle begins with much that is
   * done once in it, and Java, which had forgotten that this is ever done, drops a part of what it
   * has optimized when it meets it again. In a daemon that has happened long ago.
   */
  static BenchLog secondWarmUp(Path parent, long entries) {
    return in(parent, WARM_UP + "-again", entries, new RandomEntries(WARM_UP_BYTES));
  }

  /** The log after more entries, beside this one, made unless it is there. */
  BenchLog grown(long more) {
    Path beside = directory.resolveSibling(directory.getFileName() + "+" + more);
    return new BenchLog(content.writeGrowth(more, directory, beside), beside);
  }

  /** Name and key. */
  LogIdentity identity() {
    return content.identity();
  }

  /** Its name, which is that of its backend where a mirror follows it beside the measured one. */
  String id() {
    return identity().origin().name().substring(HOST.length());
  }

  /** Number of entries. */
  long size() {
    return content.size();
  }

  /** How many entries of what kind, and where. */
  @Override
  public String toString() {
    FakeEntries entry = content.entries();
    return String.format(
        Locale.ROOT,
        "%,d entries of %,d bytes, %s, in %s",
        size(),
        entry.length(),
        entry.kind(),
        directory);
  }

  /** The name of its directory. */
  String name() {
    return directory.getFileName().toString();
  }

  /** All its files, relative to the directory, in alphabetical order. */
  List<String> paths() throws IOException {
    return Copy.paths(directory).stream().filter(path -> !path.startsWith(".")).toList();
  }

  /** The bytes of some of its files together. */
  long bytes(List<String> paths) throws IOException {
    long bytes = 0;
    for (String path : paths) {
      bytes += Files.size(directory.resolve(path));
    }
    return bytes;
  }
}
