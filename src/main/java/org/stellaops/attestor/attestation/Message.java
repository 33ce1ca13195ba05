package org.stellaops.attestor.attestation;

/** What a signature is over: a file, or the encoding of an envelope. */
interface Message {
  /**
   * Its hash.
   *
   * @throws RefusedException if only another hash of it is known
   */
  byte[] digest(HashAlgorithm algorithm);

  /**
   * All of it.
   *
   * @throws RefusedException if only a hash of it is known
   */
  byte[] bytes();

  /** A message that is at hand. */
  static Message of(byte[] bytes) {
    return new Message() {
      @Override
      public byte[] digest(HashAlgorithm algorithm) {
        return algorithm.of(bytes);
      }

      @Override
      public byte[] bytes() {
        return bytes.clone();
      }
    };
  }
}
