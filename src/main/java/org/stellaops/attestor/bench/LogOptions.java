package org.stellaops.attestor.bench;

import picocli.CommandLine.Option;

/** The log that a benchmark is about. */
final class LogOptions {
  @Option(
      names = "--entries",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Entries of the log. Default: ${DEFAULT-VALUE}.")
  private long entries;

  @Option(
      names = "--size",
      paramLabel = "S",
      defaultValue = "1000",
      description = "Bytes of each entry, up to 65535. Default: ${DEFAULT-VALUE}.")
  private int size;

  /** Number of entries, at least 1. */
  long entries(RunOptions run) {
    return run.atLeastOne("--entries", entries);
  }

  /** Bytes of each, at least 1. */
  int size(RunOptions run) {
    return run.atLeastOne("--size", size);
  }
}
