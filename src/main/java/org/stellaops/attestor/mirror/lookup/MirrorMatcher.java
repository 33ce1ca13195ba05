package org.stellaops.attestor.mirror.lookup;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.MirroredHead;
import org.stellaops.attestor.mirror.TileConsistencyProof;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.mirror.lookup.MirrorMatch.State;
import org.stellaops.attestor.note.BadSignatureException;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * Checks whether an attestation's checkpoint belongs to the mirrored history, from local files
 * alone.
 *
 * <p>The signature and the inclusion proof of an attestation show that the log's key committed to
 * the entry. A match shows that it did so in the history that this site mirrors: the first entries
 * of the mirror hash to the root of the attestation's checkpoint, and the mirror has the entry's
 * leaf hash at its index. All tiles are first verified up to the mirrored checkpoint, so a damaged
 * file is never reported as a contradiction of the log.
 *
 * <p>A checkpoint that the log has signed and that is not a prefix of the mirror is evidence: both
 * notes and the tiles are passed to the sink, and then the {@link ContradictionException} is
 * thrown.
 *
 * @param backends the logs that this site follows
 * @param tree their mirrors
 * @param anchors stored proofs for logs without tiles
 * @param quarantines the evidence of logs that have signed two histories
 * @param evidenceSink stores evidence before the exception is thrown, and does not throw itself
 * @param clock the time of evidence
 */
public record MirrorMatcher(
    BackendCatalog backends,
    MirrorTree tree,
    AnchorStore anchors,
    QuarantineLookup quarantines,
    Consumer<Evidence> evidenceSink,
    Clock clock) {
  /**
   * Compares the claim's checkpoint with the mirror.
   *
   * @throws ContradictionException with {@code split_view} if the log has signed two histories; the
   *     evidence is stored before
   * @throws AttestorException with {@code bad_signature} if a line of the note claims the key that
   *     is configured for this log and does not verify; with {@code bad_tile} if the mirror is
   *     damaged
   */
  public MirrorMatch match(InclusionClaim claim) {
    Origin origin = claim.origin();
    Optional<Backend> found = backendOf(origin);
    if (found.isEmpty()) {
      return notCompared(State.NOT_MIRRORED, found, "no backend follows the log '" + origin + "'");
    }
    Backend backend = found.get();
    Backend log = logOf(backend, origin);
    if (!isSignedBy(log, claim)) {
      return notCompared(
          State.NOT_MIRRORED,
          found,
          "backend '" + backend.id() + "' follows '" + origin + "' with a different key");
    }
    Optional<LocalMirror> mirror = openMirror(log, origin);
    MirrorMatch match =
        mirror
            .map(opened -> matchTiles(opened, claim))
            .orElseGet(() -> matchWithoutMirror(backend, claim));
    return quarantines
        .find(origin)
        .map(evidence -> restrict(match, claim.index(), evidence, log, mirror))
        .orElse(match);
  }

  /**
   * The result for an entry of this log that has an inclusion promise and no inclusion proof. The
   * promise of a log in quarantine proves nothing.
   */
  public MirrorMatch matchPromise(Origin origin) {
    MirrorMatch match = MirrorMatch.promiseOnly();
    return backendOf(origin)
        .map(backend -> logOf(backend, origin))
        .flatMap(log ->
            quarantines
                .find(origin)
                .map(evidence -> restrict(match, 0, evidence, log, Optional.empty())))
        .orElse(match);
  }

  private static Backend logOf(Backend backend, Origin origin) {
    return TreeId.of(origin, backend.origin()).map(backend::shard).orElse(backend);
  }

  private MirrorMatch matchWithoutMirror(Backend backend, InclusionClaim claim) {
    return backend.origin().equals(claim.origin())
        ? notCompared(
            State.NOT_MIRRORED,
            Optional.of(backend),
            "nothing of backend '" + backend.id() + "' is mirrored yet")
        : matchAnchor(backend, claim);
  }

  private static MirrorMatch restrict(
      MirrorMatch match, long index, Evidence evidence, Backend log, Optional<LocalMirror> mirror) {
    try {
      evidence.verify(log.log().key());
    } catch (AttestorException e) {
      return match.withWarning(
          "the evidence that keeps '%s' in quarantine is not valid with the configured key: %s"
              .formatted(log.origin(), e.getMessage()));
    }
    return DisputedHistory.of(evidence, mirror).restrict(match, index);
  }

  private static MirrorMatch notCompared(State state, Optional<Backend> backend, String reason) {
    return MirrorMatch.of(state, backend.map(Backend::id), Optional.empty(), reason);
  }

  /** The mirror of a log or shard; empty if it has no tiles, or if there is none yet. */
  private Optional<LocalMirror> openMirror(Backend log, Origin origin) {
    return log.origin().equals(origin) && (log.kind() != LogKind.SHARD || log.hasTiles())
        ? LocalMirror.open(tree, log)
        : Optional.empty();
  }

  /** The backend of this log; for a Rekor v1 shard the backend of its server. */
  private Optional<Backend> backendOf(Origin origin) {
    Optional<Backend> exact = findByOrigin(origin.name());
    int separator = origin.name().lastIndexOf(TreeId.SEPARATOR);
    return exact.isPresent() || separator <= 0
        ? exact
        : findByOrigin(origin.name().substring(0, separator));
  }

  private Optional<Backend> findByOrigin(String name) {
    return backends.backends().stream()
        .filter(backend -> backend.origin().name().equals(name))
        .findFirst();
  }

  /** The checkpoint may have been verified with another key than the one of the backend. */
  private static boolean isSignedBy(Backend log, InclusionClaim claim) {
    try {
      return claim.checkpoint().note().isSignedBy(log.log().key());
    } catch (BadSignatureException e) {
      throw new AttestorException(
          Failure.BAD_SIGNATURE,
          "a line of the checkpoint claims the key of backend '%s' and does not verify"
              .formatted(log.id()),
          "the attestation was changed, or the signature was forged",
          e);
    }
  }

  private MirrorMatch matchAnchor(Backend backend, InclusionClaim claim) {
    Optional<MirroredHead> acceptedHead = anchors.findAcceptedHead(claim.origin(), claim.head());
    return acceptedHead.isPresent()
        ? MirrorMatch.of(
            State.ANCHORED,
            Optional.of(backend.id()),
            acceptedHead,
            "the checkpoint was proved to be a prefix of the accepted size "
                + acceptedHead.get().head().size())
        : notCompared(
            State.NOT_ANCHORED,
            Optional.of(backend),
            "the log has no tiles, and no stored proof reaches size " + claim.head().size());
  }

  private MirrorMatch matchTiles(LocalMirror mirror, InclusionClaim claim) {
    TreeHead mirrored = mirror.head();
    if (claim.head().size() > mirrored.size()) {
      return matchOf(
          State.BEYOND_MIRROR,
          mirror,
          ("the checkpoint has %s entries and the mirror %s; it can be compared once the mirror "
                  + "has grown")
              .formatted(claim.head().size(), mirrored.size()));
    }
    try {
      requirePrefix(mirror, claim);
      requireLeaf(mirror, claim);
    } catch (AttestorException e) {
      if (e.failure() != Failure.INCOMPLETE) {
        throw e;
      }
      return matchOf(State.NOT_ANCHORED, mirror, e.getMessage());
    }
    return matchOf(
        State.ANCHORED,
        mirror,
        "the first %s entries of the mirror hash to its root, and entry %s is the same"
            .formatted(claim.head().size(), claim.index()));
  }

  private static MirrorMatch matchOf(State state, LocalMirror mirror, String reason) {
    return MirrorMatch.of(
        state, Optional.of(mirror.backend().id()), Optional.of(mirror.mirrored()), reason);
  }

  private void requirePrefix(LocalMirror mirror, InclusionClaim claim) {
    try {
      new TileConsistencyProof(claim.head(), mirror.head(), Failure.SPLIT_VIEW).verify(mirror);
    } catch (ContradictionException e) {
      evidenceSink.accept(
          new Evidence(
              e.failure(),
              claim.origin(),
              mirror.backend().id(),
              clock.instant(),
              claim.source(),
              mirror.checkpoint().note(),
              claim.checkpoint().note(),
              e.tiles()));
      throw e;
    }
  }

  /**
   * The trees are the same, so another hash at the index means that the tile on disk is damaged.
   */
  private static void requireLeaf(LocalMirror mirror, InclusionClaim claim) {
    Hash mirrored = mirror.leafHash(claim.index());
    if (!mirrored.equals(claim.leafHash())) {
      throw mirror.damaged("entry " + claim.index() + " does not match its root");
    }
  }
}
