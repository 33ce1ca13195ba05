package org.stellaops.attestor.sigstore;

import java.util.Locale;

/** The steps of a decision; a refusal names the one that failed. */
public enum Step {
  /** The bundle has the one form of its version. */
  BUNDLE,
  /** Each RFC 3161 token is by a trusted authority and over the signature. */
  TIMESTAMP,
  /** The log's signed entry timestamp is good. */
  PROMISE,
  /** The certificate is by a trusted authority, and was valid at every proved time. */
  CERTIFICATE,
  /** The certificate is in a log of certificates. */
  SCT,
  /** The signer is who the caller wants. */
  IDENTITY,
  /** The bundle is about this artifact. */
  ARTIFACT,
  /** The signature is the signer's. */
  SIGNATURE,
  /** The log is trusted, and was at every proved time. */
  LOG,
  /** The entry in the log says what the bundle says. */
  ENTRY,
  /** The checkpoint is signed by the log and is of this log. */
  CHECKPOINT,
  /** The entry is in the tree of the checkpoint. */
  INCLUSION;

  /** The word for JSON and messages, as {@code inclusion}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
