package org.stellaops.attestor.config;

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
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reads the word in the file. */
  public static BackendType parse(String word) {
    for (BackendType type : values()) {
      if (type.word().equals(word)) {
        return type;
      }
    }
    throw Refused.because(Refused.quote(word) + " is no type of log", "write " + words());
  }

  static String words() {
    return Arrays.stream(values()).map(BackendType::word).collect(Collectors.joining(", "));
  }
}
