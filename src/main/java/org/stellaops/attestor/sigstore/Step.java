package org.stellaops.attestor.sigstore;

import java.util.Locale;

/** The steps of a verification. A failed check names its step. */
public enum Step {
  /** The bundle is valid for its version. */
  BUNDLE,
  /** Each RFC 3161 timestamp is from a trusted authority and covers the signature. */
  TIMESTAMP,
  /** The log's signed entry timestamp (SET) verifies. */
  PROMISE,
  /** The certificate was issued by a trusted authority and was valid at every verified time. */
  CERTIFICATE,
  /** The certificate has a signed certificate timestamp of a trusted log. */
  SCT,
  /** The signer matches the policy. */
  IDENTITY,
  /** The bundle is for this artifact. */
  ARTIFACT,
  /** The signature verifies with the signer's key. */
  SIGNATURE,
  /** The log is trusted and its key was valid at every verified time. */
  LOG,
  /** The entry in the log matches the bundle. */
  ENTRY,
  /** The checkpoint is of this log and signed with its key. */
  CHECKPOINT,
  /** The entry is in the tree of the checkpoint. */
  INCLUSION;

  /** Fails this step unless the condition holds. */
  void require(boolean condition, String reason) {
    if (!condition) {
      throw new VerificationException(this, reason);
    }
  }

  /** The label in JSON and messages, as {@code inclusion}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
