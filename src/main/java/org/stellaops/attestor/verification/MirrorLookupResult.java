package org.stellaops.attestor.verification;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.MirroredHead;
import org.stellaops.attestor.mirror.lookup.MirrorMatch;

/**
 * How an entry stands to the mirrors of this site.
 *
 * @param state the answer
 * @param backend the id of the backend whose log it is; empty if none is
 * @param mirroredHead what was compared with; empty if nothing was
 * @param failure what stands against the attestation, or kept it from being compared; empty else
 * @param reason one sentence
 */
public record MirrorLookupResult(
    State state,
    Optional<String> backend,
    Optional<MirroredHead> mirroredHead,
    Optional<Failure> failure,
    String reason) {

  /** The possible answers, from the best to the worst. */
  public enum State {
    /** The mirror has the same tree and the same entry. */
    ANCHORED,
    /** The checkpoint has more entries than the mirror; it can be compared later. */
    BEYOND_MIRROR,
    /** The log is followed, and nothing that is kept of it reaches the checkpoint. */
    NOT_ANCHORED,
    /** No backend follows the log, or nothing of it is mirrored yet. */
    NOT_MIRRORED,
    /** Nobody was asked. */
    NOT_ASKED,
    /** The mirror could not be asked; the failure says why. */
    FAILED,
    /** The log has signed two histories, and this is not the one that is mirrored. */
    SPLIT_VIEW;

    /** The word for JSON and messages, as {@code beyond_mirror}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Nobody was asked. */
  public static MirrorLookupResult notAsked(String reason) {
    return new MirrorLookupResult(
        State.NOT_ASKED, Optional.empty(), Optional.empty(), Optional.empty(), reason);
  }

  /** The answer of a mirror. */
  public static MirrorLookupResult of(MirrorMatch anchor) {
    return new MirrorLookupResult(
        State.valueOf(anchor.state().name()),
        anchor.backend(),
        anchor.mirror(),
        Optional.empty(),
        anchor.reason());
  }

  /**
   * The log has signed two histories.
   *
   * @param evidence where that is kept now, or that it is not
   */
  public static MirrorLookupResult splitView(
      String backend, AttestorException contradiction, String evidence) {
    return new MirrorLookupResult(
        State.SPLIT_VIEW,
        Optional.of(backend),
        Optional.empty(),
        Optional.of(contradiction.failure()),
        contradiction.getMessage() + "; " + evidence);
  }

  /** The mirror could not be asked. */
  public static MirrorLookupResult failed(AttestorException error) {
    return new MirrorLookupResult(
        State.FAILED,
        Optional.empty(),
        Optional.empty(),
        Optional.of(error.failure()),
        error.getMessage() + (error.hint().isEmpty() ? "" : "; " + error.hint()));
  }

  /** A log that only promises shows no tree. */
  static MirrorLookupResult promiseOnly() {
    return new MirrorLookupResult(
        State.NOT_ANCHORED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "the log has promised the entry and shows no tree that could be compared");
  }

  /**
   * The answer for a bundle with entries in several logs: one log that everybody sees is enough,
   * and one that contradicts itself is too much.
   */
  static MirrorLookupResult of(List<MirrorLookupResult> entries) {
    Comparator<MirrorLookupResult> worstFirst =
        Comparator.<MirrorLookupResult, State>comparing(MirrorLookupResult::state).reversed();
    Optional<MirrorLookupResult> error =
        entries.stream().filter(each -> each.failure().isPresent()).min(worstFirst);
    return error
        .or(() -> entries.stream().min(worstFirst.reversed()))
        .orElseGet(() -> notAsked("no entry of the bundle is proved"));
  }

  /** Whether this is the log that everybody here sees. */
  public boolean isAnchored() {
    return state == State.ANCHORED;
  }
}
