package org.stellaops.attestor.bundle.read;

import java.util.List;
import org.stellaops.attestor.bundle.format.Receipt;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.note.BadSignatureException;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.note.VerifierKey;

/**
 * Decides which importers' receipts are used. A receipt proves nothing about the log, but a forged
 * one for a larger tree would suppress exports that the importer needs.
 *
 * @param trusted the keys of the trusted importers; if there are none, every receipt is accepted
 */
public record ReceiptPolicy(List<VerifierKey> trusted) {
  public ReceiptPolicy {
    trusted = List.copyOf(trusted);
  }

  /**
   * Checks the signature of a receipt.
   *
   * @throws AttestorException with {@code untrusted_key} if no trusted importer signed it, with
   *     {@code bad_signature} if a signature of one of them does not verify
   */
  public void requireTrusted(Receipt receipt) {
    if (trusted.isEmpty()) {
      return;
    }
    SignedNote note = receipt.note().orElseThrow(() -> untrusted(receipt, "not signed"));
    if (trusted.stream().noneMatch(key -> isSignedBy(receipt, note, key))) {
      throw untrusted(receipt, "signed only by " + ExporterPolicy.signerNames(note));
    }
  }

  private static boolean isSignedBy(Receipt receipt, SignedNote note, VerifierKey key) {
    try {
      return note.isSignedBy(key);
    } catch (BadSignatureException e) {
      throw new AttestorException(
          Failure.BAD_SIGNATURE,
          "%s rejected: the signature of importer %s does not verify"
              .formatted(describe(receipt), key.name()),
          "it may have been manipulated; get the tree size from the importing side and export"
              + " --since SIZE",
          e);
    }
  }

  private static AttestorException untrusted(Receipt receipt, String reason) {
    return new AttestorException(
        Failure.UNTRUSTED_KEY,
        "%s rejected: %s, and attestor.airGap.trustedImporters is set"
            .formatted(describe(receipt), reason),
        "set attestor.airGap.signingKeyPath on the importing side and add its key to"
            + " trustedImporters, or export --since SIZE");
  }

  private static String describe(Receipt receipt) {
    return "receipt of " + receipt.importedAt() + " for '" + receipt.origin() + "'";
  }
}
