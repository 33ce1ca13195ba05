package org.stellaops.attestor.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The key ID of a note signature, see <a href="https://c2sp.org/signed-note">the specification</a>.
 * Its text form is eight lower-case hexadecimal digits, as {@code cf119915}.
 *
 * @param value the four bytes, big-endian
 */
public record KeyId(int value) {
  /** The ID in the first four bytes. */
  static KeyId first(byte[] bytes) {
    return new KeyId(ByteBuffer.wrap(bytes).getInt());
  }

  /** The first four bytes of SHA-256 over the concatenated parts. */
  static KeyId hashOf(byte[]... parts) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      Arrays.asList(parts).forEach(sha256::update);
      return first(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The key ID from the name, a line feed, the type byte and the key. */
  static KeyId named(String name, byte[] typedKey) {
    return hashOf((name + "\n").getBytes(StandardCharsets.UTF_8), typedKey);
  }

  /** The inverse of {@link #toString()}. */
  public static KeyId parse(String text) {
    if (!text.matches("[0-9a-f]{8}")) {
      throw new MalformedNoteException("a key ID must have eight lower-case hexadecimal digits");
    }
    return new KeyId(Integer.parseUnsignedInt(text, 16));
  }

  byte[] bytes() {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  /** Not left to the record: the first call of a generated method is slow at startup. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyId id && value == id.value;
  }

  @Override
  public int hashCode() {
    return value;
  }

  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(value);
  }
}
