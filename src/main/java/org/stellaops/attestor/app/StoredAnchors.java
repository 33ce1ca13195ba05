package org.stellaops.attestor.app;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.filetree.AnchorFiles;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.HeadAnchors;
import org.stellaops.attestor.mirror.MirroredHead;
import org.stellaops.attestor.proof.HeadAnchor;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * The anchors on this machine, each checked again with the log's key before it counts. Needs no
 * database and no network.
 */
public final class StoredAnchors implements HeadAnchors {
  private final Settings settings;
  private final AnchorFiles files;

  /** The anchors below the data directory of these settings. */
  public StoredAnchors(Settings settings) {
    this.settings = settings;
    this.files = new AnchorFiles(settings.dataDir());
  }

  @Override
  public Optional<MirroredHead> anchorOf(Origin origin, TreeHead head) {
    return BackendReader.find(settings, origin).flatMap(log -> anchorOf(log, head));
  }

  /**
   * An anchor as it is listed.
   *
   * @param backend the log
   * @param from the size that is tied
   * @param to the size that it is tied to
   * @param since when it was written
   * @param good whether it is what the log's key and the arithmetic say
   */
  public record Listed(String backend, long from, long to, Instant since, boolean good) {}

  /** All anchors of a log, each checked. */
  public List<Listed> list(Backend log) {
    return files.of(log.origin()).stream().map(found -> listed(log, found)).toList();
  }

  private static Listed listed(Backend log, AnchorFiles.Found found) {
    HeadAnchor anchor = found.anchor();
    boolean good;
    try {
      anchor.verify(log.log());
      good = true;
    } catch (AttestorException e) {
      good = false;
    }
    return new Listed(log.id(), anchor.from().size(), anchor.proof().to(), found.since(), good);
  }

  private Optional<MirroredHead> anchorOf(Backend log, TreeHead head) {
    for (AnchorFiles.Found found : files.of(log.origin())) {
      HeadAnchor anchor = found.anchor();
      if (anchor.from().size() == head.size()) {
        SignedCheckpoint later = anchor.verify(log.log());
        requireOneRoot(anchor, later, head);
        return Optional.of(new MirroredHead(later.head(), found.since()));
      }
    }
    return Optional.empty();
  }

  /** What the proof makes of the later checkpoint is as good as signed. */
  private static void requireOneRoot(HeadAnchor anchor, SignedCheckpoint later, TreeHead head) {
    ConsistencyProof proof = anchor.proof();
    if (!anchor.from().equals(head)) {
      throw new ContradictionException(Failure.SPLIT_VIEW, later.head(), head, proof);
    }
  }
}
