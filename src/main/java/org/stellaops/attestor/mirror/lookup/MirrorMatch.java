package org.stellaops.attestor.mirror.lookup;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.failure.Labeled;
import org.stellaops.attestor.mirror.MirroredHead;

/**
 * The result of comparing the entry of an attestation with the mirrors of this site.
 *
 * @param state the result
 * @param backend the id of the backend that follows the log; empty if there is none
 * @param mirroredHead the head that the checkpoint was compared with; empty if it was not compared
 * @param failure set for {@code split_view}, for {@code disputed} if no mirrored tree has the
 *     entry, and for {@code failed} if the mirror could not be read
 * @param reason one sentence: why, and what would help if the entry is not anchored
 * @param warning set if the log has signed two histories
 */
public record MirrorMatch(
    State state,
    Optional<String> backend,
    Optional<MirroredHead> mirroredHead,
    Optional<Failure> failure,
    String reason,
    Optional<String> warning) {

  /** The possible results, from the best to the worst. */
  public enum State implements Labeled {
    /** The checkpoint's tree is a prefix of the mirrored one, and both have the entry. */
    ANCHORED,
    /** The checkpoint's tree is larger than the mirrored one, so it cannot be compared yet. */
    BEYOND_MIRROR,
    /** A backend follows the log, but nothing that is stored of it reaches the checkpoint. */
    NOT_ANCHORED,
    /** No backend follows the log, or nothing of it is mirrored yet. */
    NOT_MIRRORED,
    /** No mirror was read. */
    NOT_ASKED,
    /** The log has signed two histories, and the entry is not known to be in both. */
    DISPUTED,
    /** The mirror could not be read. */
    FAILED,
    /** The log has signed two histories, and the checkpoint is not of the mirrored one. */
    SPLIT_VIEW
  }

  static MirrorMatch of(
      State state, Optional<String> backend, Optional<MirroredHead> mirroredHead, String reason) {
    return new MirrorMatch(
        state, backend, mirroredHead, Optional.empty(), reason, Optional.empty());
  }

  /** No mirror was read. */
  public static MirrorMatch notAsked(String reason) {
    return of(State.NOT_ASKED, Optional.empty(), Optional.empty(), reason);
  }

  /** The entry has an inclusion promise and no inclusion proof, so there is no tree to compare. */
  public static MirrorMatch promiseOnly() {
    return of(
        State.NOT_ANCHORED,
        Optional.empty(),
        Optional.empty(),
        "the entry has only an inclusion promise, which names no tree to compare with");
  }

  /**
   * The log has signed two histories.
   *
   * @param evidence where the evidence is stored, or that it is not
   */
  public static MirrorMatch splitView(
      String backend, AttestorException contradiction, String evidence) {
    return new MirrorMatch(
        State.SPLIT_VIEW,
        Optional.of(backend),
        Optional.empty(),
        Optional.of(contradiction.failure()),
        contradiction.getMessage() + "; " + evidence,
        Optional.empty());
  }

  /** The mirror could not be read. */
  public static MirrorMatch failed(AttestorException error) {
    return new MirrorMatch(
        State.FAILED,
        Optional.empty(),
        Optional.empty(),
        Optional.of(error.failure()),
        error.getMessage() + (error.hint().isEmpty() ? "" : "; " + error.hint()),
        Optional.empty());
  }

  /**
   * The result for a bundle with entries in several logs: the worst failure if there is one, else
   * the best result, because one anchored entry is enough.
   */
  public static MirrorMatch combine(List<MirrorMatch> entries) {
    Comparator<MirrorMatch> bestFirst = Comparator.comparing(MirrorMatch::state);
    return entries.stream()
        .filter(each -> each.failure().isPresent())
        .max(bestFirst)
        .or(() -> entries.stream().min(bestFirst))
        .orElseGet(() -> notAsked("no entry of the bundle is proved"));
  }

  /** The same result with a warning. */
  MirrorMatch withWarning(String text) {
    return new MirrorMatch(state, backend, mirroredHead, failure, reason, Optional.of(text));
  }

  /** The same comparison for an entry that is not known to be in both histories of the log. */
  MirrorMatch disputed(Optional<Failure> kind, String why) {
    return new MirrorMatch(State.DISPUTED, backend, mirroredHead, kind, why, Optional.of(why));
  }

  /** The failure if the entry must be anchored and is not. */
  public Failure failureIfNotAnchored() {
    return failure.orElse(state == State.DISPUTED ? Failure.QUARANTINED : Failure.INCOMPLETE);
  }

  /** Whether the entry is in the mirrored history. */
  public boolean isAnchored() {
    return state == State.ANCHORED;
  }
}
