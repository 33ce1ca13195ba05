package org.stellaops.attestor.bundle;

import java.util.List;
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
  public void require(Receipt receipt) {
    if (trusted.isEmpty()) {
      return;
    }
    SignedNote note = receipt.note().orElseThrow(() -> refused(receipt, "it is not signed"));
    if (trusted.stream().noneMatch(key -> verifies(receipt, note, key))) {
      throw refused(receipt, "only others have signed it: " + ExporterPolicy.names(note));
    }
  }

  private static boolean verifies(Receipt receipt, SignedNote note, VerifierKey key) {
    try {
      return note.verifiedBy(key);
    } catch (BadSignatureException e) {
      throw new AttestorException(
          Failure.BAD_SIGNATURE,
          named(receipt)
              + " is refused: a signature claims to be by the importer "
              + key.name()
              + " and does not verify",
          "somebody may have changed it; ask the importing side for its tree size, and export"
              + " --since that",
          e);
    }
  }

  private static AttestorException refused(Receipt receipt, String why) {
    return new AttestorException(
        Failure.UNTRUSTED_KEY,
        named(receipt) + " is refused: " + why + ", and attestor.airGap.trustedImporters is set",
        "let the importing side set attestor.airGap.signingKeyPath, add its key to"
            + " trustedImporters, or export --since SIZE");
  }

  private static String named(Receipt receipt) {
    return "the receipt of " + receipt.importedAt() + " for '" + receipt.origin() + "'";
  }
}
