package org.stellaops.attestor.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.note.MalformedNoteException;
import org.stellaops.attestor.note.VerifierKey;

/** Reads a public key in PEM, in DER or as a vkey. */
public final class PublicKeyReader {
  private PublicKeyReader() {}

  /**
   * Reads the key of a log.
   *
   * @param keyName the name under which the key signs notes
   * @param content PEM, possibly with text around it, DER or a vkey
   * @param source where the content came from, for the message
   * @throws AttestorException with {@code configuration} if the content is none of these, is a
   *     private key, has several keys, or is a vkey with another name
   */
  public static VerifierKey read(String keyName, byte[] content, String source) {
    String text = text(content);
    try {
      if (PemBlock.isPresentIn(text)) {
        return new VerifierKey(keyName, pem(text));
      }
      // DER contains a zero byte, at the start of the bit string; text does not
      return text.indexOf('\0') < 0
          ? vkey(keyName, text)
          : new VerifierKey(keyName, SubjectPublicKey.parse(content));
    } catch (IOException | MalformedNoteException e) {
      throw unreadable(
          source, e, "pass the log's public key as PEM, DER or vkey, not a private key");
    }
  }

  /**
   * Reads a key that does not belong to a log, such as one that signs artifacts.
   *
   * @param content PEM, possibly with text around it, or DER
   * @param source where the content came from, for the message
   * @throws AttestorException with {@code configuration} if the content is neither, or is a private
   *     key
   */
  public static PublicKey readUnnamed(byte[] content, String source) {
    String text = text(content);
    try {
      return PemBlock.isPresentIn(text) ? pem(text) : SubjectPublicKey.parse(content);
    } catch (IOException e) {
      throw unreadable(source, e, "pass the signer's public key as PEM or DER, not a private key");
    }
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "").strip();
  }

  private static VerifierKey vkey(String keyName, String text) throws IOException {
    if (text.startsWith("PRIVATE+KEY+")) {
      throw new IOException("it is a private key");
    }
    if (text.chars().filter(c -> c == '+').count() < 2) {
      throw new IOException(
          text.isEmpty() ? "it is empty" : "it is not a public key in PEM, in DER or as a vkey");
    }
    VerifierKey key = VerifierKey.parse(text);
    if (!key.name().equals(keyName)) {
      throw new IOException(
          "the name of the vkey is '%s', but the configured keyName is '%s'"
              .formatted(key.name(), keyName));
    }
    return key;
  }

  private static PublicKey pem(String text) throws IOException {
    PemBlock block = PemBlock.parseSingle(text);
    return switch (block.type()) {
      case "PUBLIC KEY" -> SubjectPublicKey.parse(block.content());
      case "RSA PUBLIC KEY" -> Pkcs1PublicKey.parse(block.content());
      default ->
          throw new IOException(
              "the PEM block is of type " + block.type() + ", expected PUBLIC KEY");
    };
  }

  private static AttestorException unreadable(String source, Exception e, String hint) {
    return new AttestorException(
        Failure.CONFIGURATION,
        "cannot read the public key in " + source + ": " + e.getMessage(),
        hint,
        e);
  }
}
