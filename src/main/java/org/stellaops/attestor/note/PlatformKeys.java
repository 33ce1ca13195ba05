package org.stellaops.attestor.note;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.util.Arrays;

/** Public keys as this platform itself reads them, whichever library made the object. */
final class PlatformKeys {
  private PlatformKeys() {}

  /**
   * The key, read again from its encoding. Refused are keys that verify nothing, because they are
   * no point of their curve, and keys in another encoding than the usual one, because key IDs and
   * vkeys depend on it. Found now, this is a mistake in a configuration; found later, it would look
   * as if a log signed badly.
   */
  static PublicKey of(KeyAlgorithm algorithm, PublicKey key) {
    byte[] spki = key.getEncoded();
    PublicKey parsed = algorithm.fromSpki(spki);
    if (!Arrays.equals(parsed.getEncoded(), spki)) {
      throw new MalformedNoteException("a public key that is not in its one encoding");
    }
    // the platform does not look at this itself
    if (parsed instanceof ECPublicKey ec && !onCurve(ec.getW(), ec.getParams().getCurve())) {
      throw algorithm.invalidKey();
    }
    try {
      algorithm.newSignature().initVerify(parsed);
      return parsed;
    } catch (InvalidKeyException e) {
      throw algorithm.invalidKey();
    }
  }

  /** Whether y² = x³ + ax + b in the field of the curve. */
  private static boolean onCurve(ECPoint point, EllipticCurve curve) {
    if (!(curve.getField() instanceof ECFieldFp field)) {
      return false;
    }
    BigInteger p = field.getP();
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    BigInteger right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB()).mod(p);
    return x.compareTo(p) < 0 && y.compareTo(p) < 0 && y.pow(2).mod(p).equals(right);
  }
}
