package org.stellaops.attestor.sigstore;

import org.stellaops.attestor.failure.Labeled;

/** The steps of a verification. A failed check names its step. */
public enum Step implements Labeled {
  /** The JSON of the bundle is valid for its version, 0.1 to 0.3. */
  BUNDLE,
  /** Each RFC 3161 timestamp is from a trusted authority and covers the signature. */
  TIMESTAMP,
  /** The log's signed entry timestamp (SET) verifies, if there is one. */
  PROMISE,
  /** The certificate was issued by a trusted authority and was valid at every verified time. */
  CERTIFICATE,
  /** The certificate has a signed certificate timestamp of a trusted log. */
  SCT,
  /** The signer matches the policy. */
  IDENTITY,
  /** The digest or the subject of the statement is the artifact. */
  ARTIFACT,
  /** The signature over the artifact or the DSSE envelope verifies with the signer's key. */
  SIGNATURE,
  /** The log is trusted and its key was valid at every verified time. */
  LOG,
  /** The entry in the log equals the content of the bundle, byte for byte. */
  ENTRY,
  /** The checkpoint is of this log and signed with its key. */
  CHECKPOINT,
  /** The inclusion proof leads to the root hash of the checkpoint. */
  INCLUSION;

  /** Fails this step unless the condition holds. */
  void require(boolean condition, String reason) {
    if (!condition) {
      throw new VerificationException(this, reason);
    }
  }
}
