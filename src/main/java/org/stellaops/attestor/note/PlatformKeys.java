package org.stellaops.attestor.note;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.util.Arrays;

/** Converts public keys of any library to those of the Java platform. */
final class PlatformKeys {
  private PlatformKeys() {}

  /**
   * Decodes the key again from its encoding. Rejects keys that are not a point of their curve, and
   * keys that are not in canonical encoding, because key IDs and vkeys depend on it. Rejecting them
   * here reports a configuration problem instead of a bad signature of the log later.
   */
  static PublicKey of(KeyAlgorithm algorithm, PublicKey key) {
    byte[] spki = key.getEncoded();
    PublicKey parsed = algorithm.fromSpki(spki);
    if (!Arrays.equals(parsed.getEncoded(), spki)) {
      throw new MalformedNoteException("a public key must be in canonical encoding");
    }
    // the platform does not check this
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
