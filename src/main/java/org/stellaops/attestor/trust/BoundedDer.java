package org.stellaops.attestor.trust;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bouncycastle.asn1.ASN1Primitive;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * Limits for DER from untrusted sources: 256 KiB, 4,096 elements and 32 levels of nesting. ASN.1
 * parsers are recursive, and sort sets in quadratic time: without limits, a few kilobytes without
 * any signature exhaust the stack or take minutes. Certificates and timestamps have less than 400
 * elements and 16 levels.
 */
public final class BoundedDer {
  private static final int MAX_BYTES = 256 * 1024;
  private static final int MAX_ELEMENTS = 4096;
  private static final int MAX_DEPTH = 32;

  private final ByteBuffer der;

  /** The ends of the elements around the position, the innermost first. */
  private final Deque<Integer> ends = new ArrayDeque<>();

  private BoundedDer(byte[] der) {
    this.der = ByteBuffer.wrap(der);
    ends.push(der.length);
  }

  /**
   * Checks the structure, without recursion and without interpreting it. The contents of octet
   * strings are not checked.
   *
   * @throws MalformedException if an element exceeds a limit or the one that contains it, or has an
   *     indefinite length
   */
  public static void check(byte[] der) {
    require(der.length <= MAX_BYTES, "larger than 256 KiB");
    new BoundedDer(der).scan();
  }

  /**
   * Checks and parses one element.
   *
   * @throws MalformedException if it exceeds a limit
   * @throws IOException if it is not one element
   */
  public static ASN1Primitive parse(byte[] der) throws IOException {
    check(der);
    if (der.length == 0) {
      throw new IOException("an element is missing"); // Bouncy Castle returns null
    }
    return ASN1Primitive.fromByteArray(der);
  }

  private void scan() {
    for (int elements = 0; der.hasRemaining(); elements++) {
      require(elements < MAX_ELEMENTS, "more than 4096 elements");
      boolean isConstructed = (readTag() & 0x20) != 0;
      int length = readLength();
      if (isConstructed) {
        require(ends.size() <= MAX_DEPTH, "nested deeper than 32 levels");
        ends.push(der.position() + length);
      } else {
        der.position(der.position() + length);
      }
      while (ends.size() > 1 && der.position() == ends.element()) {
        ends.pop();
      }
    }
    require(ends.size() == 1, "truncated");
  }

  private int readTag() {
    int tag = readByte();
    if ((tag & 0x1f) == 0x1f) {
      while ((readByte() & 0x80) != 0) {
        continue; // a tag number above 30 has several bytes
      }
    }
    return tag;
  }

  /** Reads a length; sets the position to the content. */
  private int readLength() {
    int first = readByte();
    int length = first;
    if (first >= 0x80) {
      require(first > 0x80 && first <= 0x83, "invalid length of an element");
      length = 0;
      for (int i = 0; i < (first & 0x7f); i++) {
        length = length << 8 | readByte();
      }
    }
    require(length <= ends.element() - der.position(), "truncated");
    return length;
  }

  private int readByte() {
    require(der.position() < ends.element(), "truncated");
    return Byte.toUnsignedInt(der.get());
  }

  private static void require(boolean condition, String problem) {
    if (!condition) {
      throw new MalformedException("invalid DER: " + problem);
    }
  }
}
