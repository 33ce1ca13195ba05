package org.stellaops.attestor.sigstore;

/** What a signature is over: a file, or the encoding of an envelope. */
interface SignedBytes {
  /**
   * Its hash.
   *
   * @throws VerificationException if only another hash of it is known
   */
  byte[] digest(HashAlgorithm algorithm);

  /**
   * All of it.
   *
   * @throws VerificationException if only a hash of it is known
   */
  byte[] bytes();

  /** A message that is at hand. */
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
