package org.stellaops.attestor.config.schema;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What kind of log a backend is. */
public enum BackendType {
  /** To be found out by asking the server. */
  AUTO,
  /** A log as c2sp.org/tlog-tiles has it, under the base URL. */
  TLOG_TILES,
  /** A Rekor v2 shard: tlog-tiles, under {@code api/v2/} of the base URL. */
  REKOR_V2,
  /** A Rekor v1 server, which has shards and no tiles. */
  REKOR_V1;

  /** The word in the file: {@code auto}, {@code tlog-tiles}, {@code rekor-v2}, {@code rekor-v1}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reads the word in the file. */
  public static BackendType parse(String label) {
    for (BackendType type : values()) {
      if (type.label().equals(label)) {
        return type;
      }
    }
    throw ConfigErrors.invalid(
        ConfigErrors.quote(label) + " is no type of log", "write " + labels());
  }

  static String labels() {
    return Arrays.stream(values()).map(BackendType::label).collect(Collectors.joining(", "));
  }
}
