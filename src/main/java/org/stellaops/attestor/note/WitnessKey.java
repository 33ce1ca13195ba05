package org.stellaops.attestor.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * The key of a witness, which puts under a log's notes that it has seen them, and when: a
 * cosignature/v1 of <a href="https://c2sp.org/tlog-cosignature">c2sp.org/tlog-cosignature</a>. Its
 * vkey is of type 0x04, so that it is never taken for the key of a log:
 *
 * <pre>
 *   mirror.example.org+3fb148ef+BAAjjch9GyYz0sJsJx7ALhbdAtz2ov0unbzSl1vMp94O
 * </pre>
 *
 * @param name the name on the signature lines
 * @param publicKey Ed25519
 */
public record WitnessKey(String name, PublicKey publicKey) {
  private static final byte TYPE = 4;
  private static final int TIMED_SIGNATURE_BYTES = Long.BYTES + 64;

  /** Refuses names that no key has, and keys that are not Ed25519. */
  public WitnessKey {
    KeyName.require(name);
    if (KeyAlgorithm.of(publicKey) != KeyAlgorithm.ED25519) {
      throw new MalformedNoteException("a witness has an Ed25519 key");
    }
    publicKey = PlatformKeys.of(KeyAlgorithm.ED25519, publicKey);
  }

  /**
   * The inverse of {@link #toString()}.
   *
   * @throws MalformedNoteException also for the vkey of a log, and where the key ID is not the one
   *     of this key and name
   */
  public static WitnessKey parse(String vkey) {
    String[] parts = vkey.split("\\+", 3);
    if (parts.length != 3) {
      throw new MalformedNoteException("a vkey is name+keyid+key");
    }
    byte[] typed = StrictBase64.decode(parts[2]);
    if (typed.length == 0 || typed[0] != TYPE) {
      throw new MalformedNoteException("the vkey of a witness is of type 04");
    }
    typed[0] = 1;
    WitnessKey key = new WitnessKey(parts[0], KeyAlgorithm.parseTyped(typed));
    if (!key.toString().equals(vkey)) {
      throw new MalformedNoteException(
          "the key ID in the vkey of " + parts[0] + " is " + parts[1] + ", not " + key.keyId());
    }
    return key;
  }

  /** The hint that signature lines carry. */
  public KeyId keyId() {
    return KeyId.named(name, typed());
  }

  /**
   * When this witness says that it has seen the note; empty if it has not signed it.
   *
   * @throws BadSignatureException if a line claims this key and does not verify
   */
  public Optional<Instant> cosignatureTime(SignedNote note) {
    return note.signatures().stream()
        .filter(line -> line.name().equals(name) && line.keyId().equals(keyId()))
        .findFirst()
        .map(line -> time(line, note.text()));
  }

  /** What a witness signs: that it has seen this text at this time. */
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

  /** A time that no clock shows is later than all others. */
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
