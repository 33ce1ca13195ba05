package org.stellaops.attestor.note;

import java.util.Base64;

/** Canonical base64: standard alphabet, padded, with zero trailing bits. */
public final class StrictBase64 {
  private StrictBase64() {}

  /** The inverse of {@link #encode}; rejects any other encoding. */
  public static byte[] decode(String text) {
    try {
      byte[] decoded = Base64.getDecoder().decode(text);
      // the JDK decoder accepts "QQ" and "QR==" for "QQ=="; so encode again and compare
      if (encode(decoded).equals(text)) {
        return decoded;
      }
    } catch (IllegalArgumentException e) {
      // rejected below, like every encoding that is not canonical
    }
    throw new MalformedNoteException("not canonical base64");
  }

  /** Encodes with the standard alphabet and padding. */
  public static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
