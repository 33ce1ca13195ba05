package org.stellaops.attestor.testlog;

import java.util.function.LongFunction;

/** What a log consists of: entries of one length that follow from their index, from 0. */
public interface EntryGenerator extends LongFunction<byte[]> {
  /** Bytes of each, 0 to 65,535. */
  int length();

  /** What kind of entries they are, in a word or two. */
  String kind();
}
