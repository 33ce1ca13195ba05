package org.stellaops.attestor.checkpoint;

import org.stellaops.attestor.tlog.MalformedException;

/** Checks lines of a checkpoint: not empty, and only characters that a note can contain. */
final class CheckpointLine {
  private CheckpointLine() {}

  static String require(String line, String name) {
    if (line.isEmpty() || line.codePoints().anyMatch(CheckpointLine::isUnwritable)) {
      throw new MalformedException(name + " must be one non-empty line of text");
    }
    return line;
  }

  /** Notes must not contain control characters, and unpaired surrogates have no UTF-8 form. */
  private static boolean isUnwritable(int c) {
    return c < ' ' || Character.getType(c) == Character.SURROGATE;
  }
}
