package org.stellaops.attestor.cli;

import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.SignatureException;
import java.security.SignatureSpi;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/**
 * A provider of Bouncy Castle's verification of Ed25519 signatures, which takes an eighth of the
 * time of the JDK's. Signatures are made by the JDK. Bouncy Castle's own provider is not used,
 * because loading it takes longer than most commands.
 */
public final class Ed25519Provider extends Provider {
  private static final long serialVersionUID = 1;
  private static final String NAME = "StellaEd25519";

  /** A SubjectPublicKeyInfo, whose last 32 bytes are the key. That of Ed448 is longer. */
  private static final int ENCODED_KEY_BYTES = 44;

  private Ed25519Provider() {
    super(NAME, "1", "Verification of Ed25519 signatures");
    putService(
        new Service(this, "Signature", "Ed25519", Verification.class.getName(), null, null) {
          @Override
          public Object newInstance(Object parameter) {
            return new Verification();
          }
        });
  }

  /** Makes this process verify with Bouncy Castle. Idempotent. */
  public static void install() {
    Security.insertProviderAt(new Ed25519Provider(), 1);
  }

  /** One verification. */
  static final class Verification extends SignatureSpi {
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private Ed25519.@Nullable PublicPoint key;

    @Override
    protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
      byte[] encoded = publicKey.getEncoded();
      if (encoded == null || encoded.length != ENCODED_KEY_BYTES) {
        throw new InvalidKeyException("not an Ed25519 key");
      }
      key =
          Ed25519.validatePublicKeyPartialExport(encoded, encoded.length - Ed25519.PUBLIC_KEY_SIZE);
      if (key == null) {
        throw new InvalidKeyException("not a point of the curve");
      }
      message.reset();
    }

    /** The JDK tries the next provider, which is its own. */
    @Override
    protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
      throw new InvalidKeyException("this provider does not sign");
    }

    @Override
    protected void engineUpdate(byte b) {
      message.write(b);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int offset, int length) {
      message.write(bytes, offset, length);
    }

    @Override
    protected boolean engineVerify(byte[] signature) {
      byte[] text = message.toByteArray();
      message.reset();
      return signature.length == Ed25519.SIGNATURE_SIZE
          && key != null
          && Ed25519.verify(signature, 0, key, text, 0, text.length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
      throw new SignatureException("this provider does not sign");
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {
      throw new InvalidParameterException(name);
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
      throw new InvalidParameterException(name);
    }
  }
}
