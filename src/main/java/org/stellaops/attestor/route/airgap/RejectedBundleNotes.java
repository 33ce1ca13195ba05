package org.stellaops.attestor.route.airgap;

import java.util.Optional;
import java.util.stream.Stream;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.lookup.CheckpointCrossCheck;
import org.stellaops.attestor.route.sync.Contradictions;
import org.stellaops.attestor.route.sync.HeadUpdate;

/**
 * Looks for evidence in bundles that are rejected for another reason: whatever is wrong with a
 * bundle, a note in it that the log has signed and that contradicts the mirror is evidence.
 */
public record RejectedBundleNotes(
    BackendCatalog backends, CheckpointCrossCheck history, Contradictions contradictions) {

  /**
   * Stores the evidence of the first note that contradicts the mirror.
   *
   * @return the contradiction; the given failure if there is none, or it is not about the content
   */
  AttestorException worst(ImportOperation bundle, HeadUpdate update, AttestorException failure) {
    if (failure.failure().exitCode() != ExitCode.REJECTED
        || failure.failure().isContradiction()
        || failure.failure() == Failure.QUARANTINED) {
      return failure;
    }
    Optional<ContradictionException> found =
        bundle.reader.files().values().stream()
            .flatMap(raw -> open(bundle.backend(), raw))
            .flatMap(note -> compare(bundle, update, note))
            .findFirst();
    found.ifPresent(contradiction -> contradictions.store(bundle, contradiction));
    return found.<AttestorException>map(contradiction -> contradiction).orElse(failure);
  }

  private Stream<SignedCheckpoint> open(Backend log, byte[] raw) {
    try {
      return Stream.of(log.log().open(raw, backends.keys()));
    } catch (AttestorException e) {
      return Stream.empty(); // another file, or a note that proves nothing
    }
  }

  private Stream<ContradictionException> compare(
      ImportOperation bundle, HeadUpdate update, SignedCheckpoint note) {
    try {
      return history
          .compare(bundle.backend(), note)
          .map(contradiction -> {
            update.addObserved(note, bundle.request.file().toUri().toString());
            return new ContradictionException(
                Failure.SPLIT_VIEW, contradiction.known(), note.head(), contradiction.tiles());
          })
          .stream();
    } catch (AttestorException e) {
      return Stream.empty(); // nothing to compare with
    }
  }
}
