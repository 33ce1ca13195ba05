package org.stellaops.attestor.bundle.read;

import java.util.List;
import org.stellaops.attestor.bundle.format.Receipt;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.note.BadSignatureException;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.note.VerifierKey;

/**
 * Whose receipts an exporter goes by. A receipt proves nothing about the log; but a forged one, of
 * a tree that the importer does not have, would keep back what the importer lacks.
 *
 * @param trusted the keys of the importers; where there are none, any receipt is taken
 */
public record ReceiptPolicy(List<VerifierKey> trusted) {
  /** Keeps the list as it is now. */
  public ReceiptPolicy {
    trusted = List.copyOf(trusted);
  }

  /**
   * Lets a receipt pass, or not.
   *
   * @throws AttestorException with {@code untrusted_key} if no importer has signed it, with {@code
   *     bad_signature} if a signature claims to be by one of them and does not verify
   */
  public void requireTrusted(Receipt receipt) {
    if (trusted.isEmpty()) {
      return;
    }
    SignedNote note = receipt.note().orElseThrow(() -> untrusted(receipt, "it is not signed"));
    if (trusted.stream().noneMatch(key -> isSignedBy(receipt, note, key))) {
      throw untrusted(receipt, "only others have signed it: " + ExporterPolicy.signerNames(note));
    }
  }

  private static boolean isSignedBy(Receipt receipt, SignedNote note, VerifierKey key) {
    try {
      return note.isSignedBy(key);
    } catch (BadSignatureException e) {
      throw new AttestorException(
          Failure.BAD_SIGNATURE,
          describe(receipt)
              + " is refused: a signature claims to be by the importer "
              + key.name()
              + " and does not verify",
          "somebody may have changed it; ask the importing side for its tree size, and export"
              + " --since that",
          e);
    }
  }

  private static AttestorException untrusted(Receipt receipt, String reason) {
    return new AttestorException(
        Failure.UNTRUSTED_KEY,
        describe(receipt)
            + " is refused: "
            + reason
            + ", and attestor.airGap.trustedImporters is set",
        "let the importing side set attestor.airGap.signingKeyPath, add its key to"
            + " trustedImporters, or export --since SIZE");
  }

  private static String describe(Receipt receipt) {
    return "the receipt of " + receipt.importedAt() + " for '" + receipt.origin() + "'";
  }
}
