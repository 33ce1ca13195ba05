package org.stellaops.attestor.app;

import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.evidence.EvidenceFile;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.filetree.QuarantineDirectory;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.mirror.store.EvidenceStore;
import org.stellaops.attestor.mirror.store.StoredEvidence;

/**
 * Makes the quarantine files agree with the database at the start of a process. A file is ahead of
 * the database if the evidence was found while the database was unreachable, or if the database was
 * restored.
 */
record QuarantineReconciliation(EvidenceStore store, QuarantineDirectory files) {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.evidence");

  /** Stores evidence that only a file has, removes files of released logs, writes missing files. */
  void run() {
    try {
      List<StoredEvidence> stored = store.all();
      files.all().forEach(evidence -> storeOrRemove(evidence, stored));
      stored.stream()
          .filter(each -> each.release().isEmpty())
          .sorted((one, two) -> Long.compare(one.id(), two.id()))
          .forEach(each -> files.add(each.evidence()));
    } catch (AttestorException e) {
      LOG.error("the quarantine files do not agree with the database: {}", e.getMessage());
    }
  }

  private void storeOrRemove(Evidence evidence, List<StoredEvidence> stored) {
    if (store.findQuarantine(evidence.origin()).isPresent()) {
      return;
    }
    if (stored.stream().anyMatch(each -> isSame(each.evidence(), evidence))) {
      files.remove(evidence.origin());
      return;
    }
    long id = store.save(evidence);
    LOG.error(
        "{}: evidence {} was only in a file beside the mirror; the backend is in quarantine; run:"
            + " stella attestor evidence show {}",
        evidence.backend(),
        id,
        id);
  }

  private static boolean isSame(Evidence one, Evidence other) {
    return Arrays.equals(EvidenceFile.print(one), EvidenceFile.print(other));
  }
}
