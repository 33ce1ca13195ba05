package org.stellaops.attestor.note;

import java.util.Base64;

/** Base64 with one spelling for each value: standard alphabet, padded, no dirty trailing bits. */
public final class StrictBase64 {
  private StrictBase64() {}

  /** The inverse of {@link #encode}; every other spelling is refused. */
  public static byte[] decode(String text) {
    try {
      byte[] decoded = Base64.getDecoder().decode(text);
      // the JDK decoder accepts "QQ" and "QR==" for "QQ=="; only encoding again tells
      if (encode(decoded).equals(text)) {
        return decoded;
      }
    } catch (IllegalArgumentException e) {
      // refused below, like every other spelling that is not the one
    }
    throw new MalformedNoteException("not canonical base64");
  }

  /** Standard alphabet, padded. */
  public static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
