package org.stellaops.attestor.app;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.filetree.QuarantineDirectory;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.mirror.store.EvidenceStore;
import org.stellaops.attestor.mirror.store.StoredEvidence;

/**
 * Keeps a copy of the evidence of each log in quarantine beside the mirrors, for commands that read
 * files only. The database decides; {@link QuarantineReconciliation} makes the files agree with it.
 *
 * @param store the database
 * @param files the copies
 */
record RememberedQuarantine(EvidenceStore store, QuarantineDirectory files)
    implements EvidenceStore {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.evidence");

  @Override
  public long save(Evidence evidence) {
    addFile(evidence); // also if the database is unreachable
    return store.save(evidence);
  }

  @Override
  public Optional<StoredEvidence> find(long id) {
    return store.find(id);
  }

  @Override
  public List<StoredEvidence> all() {
    return store.all();
  }

  @Override
  public Optional<StoredEvidence> findQuarantine(Origin origin) {
    return store.findQuarantine(origin);
  }

  @Override
  public boolean release(Origin origin, StoredEvidence.Release release) {
    boolean released = store.release(origin, release);
    files.remove(origin);
    return released;
  }

  private void addFile(Evidence evidence) {
    try {
      files.add(evidence);
    } catch (AttestorException e) {
      LOG.error(
          "{}: commands that read files only do not see the quarantine: {}",
          evidence.backend(),
          e.getMessage());
    }
  }
}
