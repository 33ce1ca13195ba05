package org.stellaops.attestor.checkpoint;

import org.stellaops.attestor.tlog.MalformedException;

/** The rule for lines of a checkpoint: not empty, and nothing in them that no note can contain. */
final class CheckpointLine {
  private CheckpointLine() {}

  static String require(String line, String name) {
    if (line.isEmpty() || line.codePoints().anyMatch(CheckpointLine::isUnwritable)) {
      throw new MalformedException(name + " is one line of text that is not empty");
    }
    return line;
  }

  /** Control characters are refused in notes, and half a surrogate pair has no UTF-8. */
  private static boolean isUnwritable(int c) {
    return c < ' ' || Character.getType(c) == Character.SURROGATE;
  }
}
