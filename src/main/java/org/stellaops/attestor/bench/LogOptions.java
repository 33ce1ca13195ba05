package org.stellaops.attestor.bench;

import org.stellaops.attestor.fakelog.FakeEntries;
import org.stellaops.attestor.fakelog.HashedRekordEntries;
import org.stellaops.attestor.fakelog.RandomEntries;
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

  @Option(
      names = "--random",
      description = {
        "Entries of random bytes, which nothing makes smaller, instead of such as",
        "Rekor has."
      })
  private boolean random;

  /** Number of entries, at least 1. */
  long entries(RunOptions run) {
    return run.atLeastOne("--entries", entries);
  }

  /** What each is like. Entries that are too short for those of Rekor are random. */
  FakeEntries content(RunOptions run) {
    int length = run.atLeastOne("--size", size);
    return random || length < HashedRekordEntries.LEAST_LENGTH
        ? new RandomEntries(length)
        : new HashedRekordEntries(length);
  }
}
