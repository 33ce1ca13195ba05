package org.stellaops.attestor.benchmark.mirror;

import java.util.Locale;

/** Who takes turns. */
enum MirrorTool {
  /** The program, in a process that has mirrored another log before: a daemon at work. */
  MIRROR("mirror, warm", true),
  /** The program in a fresh process, most of whose work is to become fast. */
  MIRROR_COLD("mirror, cold", true),
  /** curl with the files that the mirror has requested: as many requests, as many bytes. */
  CURL_REQUESTED("curl, same requests", false),
  /** curl with all files that the mirror has in the end; the mirror computes half of them. */
  CURL_ALL("curl, all files", false);

  private final String title;
  private final boolean verifies;

  MirrorTool(String title, boolean verifies) {
    this.title = title;
    this.verifies = verifies;
  }

  /** Whether it is the program, which checks what it fetches. */
  boolean verifies() {
    return verifies;
  }

  String title() {
    return title;
  }

  /** The directory of a run, as {@code curl_all_2}; also a name that SQL takes. */
  String directoryName(int round) {
    return name().toLowerCase(Locale.ROOT) + "_" + round;
  }
}
