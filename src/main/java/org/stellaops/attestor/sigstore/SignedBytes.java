package org.stellaops.attestor.sigstore;

/** The signed bytes: a file, or the encoding of an envelope. */
interface SignedBytes {
  /**
   * Their digest.
   *
   * @throws VerificationException if only a digest of another algorithm is known
   */
  byte[] digest(HashAlgorithm algorithm);

  /**
   * All bytes.
   *
   * @throws VerificationException if only a digest is known
   */
  byte[] bytes();

  /** Signed bytes in memory. */
  static SignedBytes of(byte[] bytes) {
    return new SignedBytes() {
      @Override
      public byte[] digest(HashAlgorithm algorithm) {
        return algorithm.digest(bytes);
      }

      @Override
      public byte[] bytes() {
        return bytes.clone();
      }
    };
  }
}
