package org.stellaops.attestor.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.note.MalformedNoteException;
import org.stellaops.attestor.note.VerifierKey;

/** Reads one public key in any of the forms that operators have. */
public final class PublicKeyReader {
  private PublicKeyReader() {}

  /**
   * The key in this text or file content.
   *
   * @param keyName the name under which the key signs notes
   * @param content PEM with nothing but text around it, DER or a vkey
   * @param source where the content came from, for the message
   * @throws AttestorException with {@code configuration} if it is none of these, is a private key,
   *     is more than one key, or is a vkey of another name
   */
  public static VerifierKey read(String keyName, byte[] content, String source) {
    String text = new String(content, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "").strip();
    try {
      if (PemBlock.isPresentIn(text)) {
        return new VerifierKey(keyName, pem(text));
      }
      // the bit string of a key in DER begins with a zero, and no text has one
      return text.indexOf('\0') < 0
          ? vkey(keyName, text)
          : new VerifierKey(keyName, SubjectPublicKey.parse(content));
    } catch (IOException | MalformedNoteException e) {
      throw invalidKey(source, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * A key that belongs to no log, as one that signs artifacts.
   *
   * @param content PEM with nothing but text around it, or DER
   * @param source where the content came from, for the message
   * @throws AttestorException with {@code configuration} if it is neither, or is a private key
   */
  public static PublicKey readUnnamed(byte[] content, String source) {
    String text = new String(content, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "").strip();
    try {
      return PemBlock.isPresentIn(text) ? pem(text) : SubjectPublicKey.parse(content);
    } catch (IOException e) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "cannot read the public key in " + source + ": " + e.getMessage(),
          "give the signer's public key as PEM or DER; never a private key",
          e);
    }
  }

  private static VerifierKey vkey(String keyName, String text) throws IOException {
    if (text.startsWith("PRIVATE+KEY+")) {
      throw new IOException("it is a private key");
    }
    if (text.chars().filter(c -> c == '+').count() < 2) {
      throw new IOException(
          text.isEmpty()
              ? "there is nothing in it"
              : "it is not a PEM or DER public key and no vkey");
    }
    VerifierKey key = VerifierKey.parse(text);
    if (!key.name().equals(keyName)) {
      throw new IOException(
          "the vkey is named '" + key.name() + "', the configured keyName is '" + keyName + "'");
    }
    return key;
  }

  private static PublicKey pem(String text) throws IOException {
    PemBlock block = PemBlock.parseSingle(text);
    return switch (block.type()) {
      case "PUBLIC KEY" -> SubjectPublicKey.parse(block.content());
      case "RSA PUBLIC KEY" -> Pkcs1PublicKey.parse(block.content());
      default ->
          throw new IOException("the PEM block is a " + block.type() + " and not a PUBLIC KEY");
    };
  }

  private static AttestorException invalidKey(
      String source, String reason, @Nullable Exception cause) {
    return new AttestorException(
        Failure.CONFIGURATION,
        "cannot read the public key in " + source + ": " + reason,
        "give the log's public key as PEM, DER or vkey; never a private key",
        cause);
  }
}
