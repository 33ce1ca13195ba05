package org.stellaops.attestor.app;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.filetree.AnchorDirectory;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.MirroredHead;
import org.stellaops.attestor.mirror.lookup.AnchorStore;
import org.stellaops.attestor.proof.HeadAnchor;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * The anchors in the data directory, each verified with the log's key when it is read. Needs
 * neither database nor network.
 */
public record VerifiedAnchors(Settings settings) implements AnchorStore {
  @Override
  public Optional<MirroredHead> findAcceptedHead(Origin origin, TreeHead head) {
    return BackendFactory.find(settings, origin).flatMap(log -> findAcceptedHead(log, head));
  }

  /**
   * An anchor in a list.
   *
   * @param backend the id of the backend
   * @param from the smaller tree size of the consistency proof
   * @param to the larger tree size
   * @param createdAt when it was written
   * @param valid whether signatures and proof verify
   */
  public record AnchorStatus(
      String backend, long from, long to, Instant createdAt, boolean valid) {}

  /** Lists all anchors of a log with the result of their verification. */
  public List<AnchorStatus> list(Backend log) {
    return files().list(log.origin()).stream().map(found -> statusOf(log, found)).toList();
  }

  private AnchorDirectory files() {
    return new AnchorDirectory(settings.dataDir());
  }

  private static AnchorStatus statusOf(Backend log, AnchorDirectory.AnchorFile found) {
    HeadAnchor anchor = found.anchor();
    boolean valid;
    try {
      anchor.verify(log.log());
      valid = true;
    } catch (AttestorException e) {
      valid = false;
    }
    return new AnchorStatus(
        log.id(), anchor.from().size(), anchor.proof().to(), found.writtenAt(), valid);
  }

  private Optional<MirroredHead> findAcceptedHead(Backend log, TreeHead head) {
    for (AnchorDirectory.AnchorFile found : files().list(log.origin())) {
      HeadAnchor anchor = found.anchor();
      if (anchor.from().size() == head.size()) {
        SignedCheckpoint later = anchor.verify(log.log());
        // the anchored head follows from a signed checkpoint
        if (!anchor.from().equals(head)) {
          throw new ContradictionException(Failure.SPLIT_VIEW, later.head(), head, anchor.proof());
        }
        return Optional.of(new MirroredHead(later.head(), found.writtenAt()));
      }
    }
    return Optional.empty();
  }
}
