package org.stellaops.attestor.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * The public key of a witness, which adds timestamped cosignatures to checkpoints: cosignature/v1
 * of <a href="https://c2sp.org/tlog-cosignature">c2sp.org/tlog-cosignature</a>. Its vkey has type
 * 0x04, which distinguishes it from the key of a log:
 *
 * <pre>
 *   mirror.example.org+3fb148ef+BAAjjch9GyYz0sJsJx7ALhbdAtz2ov0unbzSl1vMp94O
 * </pre>
 *
 * @param name name on signature lines
 * @param publicKey Ed25519
 */
public record WitnessKey(String name, PublicKey publicKey) {
  private static final byte TYPE = 4;
  private static final int TIMED_SIGNATURE_BYTES = Long.BYTES + 64;

  /** Rejects invalid names, and keys that are not Ed25519. */
  public WitnessKey {
    KeyName.require(name);
    if (KeyAlgorithm.of(publicKey) != KeyAlgorithm.ED25519) {
      throw new MalformedNoteException("the key of a witness must be Ed25519");
    }
    publicKey = PlatformKeys.of(KeyAlgorithm.ED25519, publicKey);
  }

  /**
   * The inverse of {@link #toString()}.
   *
   * @throws MalformedNoteException also for the vkey of a log, and if the key ID does not match the
   *     key and name
   */
  public static WitnessKey parse(String vkey) {
    String[] parts = vkey.split("\\+", 3);
    if (parts.length != 3) {
      throw new MalformedNoteException("a vkey must have the form name+keyid+key");
    }
    byte[] typed = StrictBase64.decode(parts[2]);
    if (typed.length == 0 || typed[0] != TYPE) {
      throw new MalformedNoteException("the vkey of a witness must have type 04");
    }
    typed[0] = 1;
    WitnessKey key = new WitnessKey(parts[0], KeyAlgorithm.parseTyped(typed));
    if (!key.toString().equals(vkey)) {
      throw new MalformedNoteException(
          "the key ID in the vkey of " + parts[0] + " is " + parts[1] + ", not " + key.keyId());
    }
    return key;
  }

  /** The key ID on signature lines. */
  public KeyId keyId() {
    return KeyId.named(name, typed());
  }

  /**
   * The time in this witness's cosignature; empty if there is none.
   *
   * @throws BadSignatureException if a line has the name and ID of this key and does not verify
   */
  public Optional<Instant> cosignatureTime(SignedNote note) {
    return note.signatures().stream()
        .filter(line -> line.name().equals(name) && line.keyId().equals(keyId()))
        .findFirst()
        .map(line -> time(line, note.text()));
  }

  /** The message that a witness signs. */
  public static byte[] message(long seconds, String text) {
    String message = "cosignature/v1\ntime " + Long.toUnsignedString(seconds) + "\n" + text;
    return message.getBytes(StandardCharsets.UTF_8);
  }

  private Instant time(NoteSignature line, String text) {
    byte[] timed = line.signature();
    if (timed.length != TIMED_SIGNATURE_BYTES) {
      throw new BadSignatureException(line);
    }
    long seconds = ByteBuffer.wrap(timed).getLong();
    byte[] signature = Arrays.copyOfRange(timed, Long.BYTES, timed.length);
    VerifierKey plain = new VerifierKey(name, publicKey);
    if (!plain.verifies(message(seconds, text), signature)) {
      throw new BadSignatureException(line);
    }
    return instant(seconds);
  }

  /** The largest possible time for values beyond its range. */
  private static Instant instant(long seconds) {
    try {
      return seconds < 0 ? Instant.MAX : Instant.ofEpochSecond(seconds);
    } catch (DateTimeException e) {
      return Instant.MAX;
    }
  }

  private byte[] typed() {
    byte[] typed = KeyAlgorithm.ED25519.typed(publicKey);
    typed[0] = TYPE;
    return typed;
  }

  /** The vkey: {@code name+keyid+base64}. */
  @Override
  public String toString() {
    return name + "+" + keyId() + "+" + StrictBase64.encode(typed());
  }
}
