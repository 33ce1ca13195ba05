package org.stellaops.attestor.trust;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.note.MalformedNoteException;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.tlog.MalformedException;

/** Reads one public key in any of the forms that operators have. */
public final class PublicKeyReader {
  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]*)-----");

  private PublicKeyReader() {}

  /**
   * The key in this text or file content.
   *
   * @param keyName the name under which the key signs notes
   * @param content PEM with nothing but text around it, DER or a vkey
   * @param place where the content came from, for the message
   * @throws AttestorException with {@code configuration} if it is none of these, is a private key,
   *     is more than one key, or is a vkey of another name
   */
  public static VerifierKey read(String keyName, byte[] content, String place) {
    String text = new String(content, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "").strip();
    try {
      if (BEGIN.matcher(text).find()) {
        return new VerifierKey(keyName, publicKey(pem(text)));
      }
      // the bit string of a key in DER begins with a zero, and no text has one
      return text.indexOf('\0') < 0
          ? vkey(keyName, text)
          : new VerifierKey(keyName, publicKey(der(content)));
    } catch (IOException | MalformedNoteException e) {
      throw refused(place, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * A key that belongs to no log, as one that signs artifacts.
   *
   * @param content PEM with nothing but text around it, or DER
   * @param place where the content came from, for the message
   * @throws AttestorException with {@code configuration} if it is neither, or is a private key
   */
  public static PublicKey readPlain(byte[] content, String place) {
    String text = new String(content, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "").strip();
    try {
      return publicKey(BEGIN.matcher(text).find() ? pem(text) : der(content));
    } catch (IOException e) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "cannot read the public key in " + place + ": " + e.getMessage(),
          "give the signer's public key as PEM or DER; never a private key",
          e);
    }
  }

  /**
   * The key in a SubjectPublicKeyInfo in DER.
   *
   * @param place where it is, for the message
   * @throws MalformedException if it is none, or has another encoding than its usual one
   */
  public static PublicKey spki(byte[] der, String place) {
    try {
      PublicKey key = publicKey(der(der));
      if (!Arrays.equals(key.getEncoded(), der)) {
        throw new MalformedException(place + " is a public key that is not in its one encoding");
      }
      return key;
    } catch (IOException e) {
      throw new MalformedException(place + " is no public key");
    }
  }

  /** The key in an RSAPublicKey in DER, as old logs of certificates have it. */
  static PublicKey pkcs1(byte[] der, String place) {
    try {
      return publicKey(
          new SubjectPublicKeyInfo(
              new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
              RSAPublicKey.getInstance(der)));
    } catch (IOException | RuntimeException e) {
      throw new MalformedException(place + " is no RSA public key");
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

  private static SubjectPublicKeyInfo pem(String text) throws IOException {
    List<String> types = BEGIN.matcher(text).results().map(block -> block.group(1)).toList();
    if (types.size() != 1) {
      throw new IOException("there are " + types.size() + " PEM blocks in it, and one is wanted");
    }
    if (!types.get(0).equals("PUBLIC KEY") && !types.get(0).equals("RSA PUBLIC KEY")) {
      throw new IOException("the PEM block is a " + types.get(0) + " and not a PUBLIC KEY");
    }
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      if (parser.readObject() instanceof SubjectPublicKeyInfo key) {
        return key;
      }
    } catch (RuntimeException e) {
      throw new IOException("the PEM block is damaged", e);
    }
    throw new IOException("the PEM block does not end");
  }

  private static PublicKey publicKey(SubjectPublicKeyInfo key) throws IOException {
    return new JcaPEMKeyConverter().getPublicKey(key);
  }

  private static SubjectPublicKeyInfo der(byte[] content) throws IOException {
    try {
      return SubjectPublicKeyInfo.getInstance(content);
    } catch (RuntimeException e) {
      throw new IOException("its bytes are no DER public key", e);
    }
  }

  private static AttestorException refused(String place, String why, @Nullable Exception cause) {
    return new AttestorException(
        Failure.CONFIGURATION,
        "cannot read the public key in " + place + ": " + why,
        "give the log's public key as PEM, DER or vkey; never a private key",
        cause);
  }
}
