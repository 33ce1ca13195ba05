package org.stellaops.attestor.route;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.TreeHead;

/** Heads that are to be anchored, and what has come of it. */
public final class AnchorOrder {
  private final List<Wanted> wanted;
  private final int decoys;
  private final Tally tally = new Tally();
  private final List<Done> done = new ArrayList<>();
  private Optional<AttestorException> why = Optional.empty();

  /**
   * A head to be anchored.
   *
   * @param shard its log
   * @param size its size
   * @param checkpoint the log's note over it; empty where the root is to follow from the proof
   * @param source where it came from, for whoever asked
   * @param decoy whether it is only asked for so that nobody sees which of them matters
   */
  public record Wanted(
      Backend shard,
      long size,
      Optional<SignedCheckpoint> checkpoint,
      String source,
      boolean decoy) {
    Optional<Hash> root() {
      return checkpoint.map(signed -> signed.head().root());
    }

    Optional<Sighting> sighting(TreeHead head) {
      return checkpoint
          .filter(signed -> signed.head().equals(head))
          .map(signed -> new Sighting(signed, source));
    }
  }

  /**
   * A head that is anchored.
   *
   * @param wanted what was asked for
   * @param head the checkpoint that it is tied to
   * @param file where the anchor is
   */
  public record Done(Wanted wanted, TreeHead head, Path file) {}

  /** Anchors these, each hidden among so many others of its log. */
  public AnchorOrder(List<Wanted> wanted, int decoys) {
    this.wanted = List.copyOf(wanted);
    this.decoys = decoys;
  }

  List<Wanted> wanted() {
    return wanted;
  }

  /** The first of what is wanted; there is one. */
  public Wanted first() {
    return wanted.get(0);
  }

  int decoys() {
    return decoys;
  }

  /** What it costs. */
  public Tally tally() {
    return tally;
  }

  void done(Done one) {
    done.add(one);
  }

  void failed(AttestorException thrown) {
    why = Optional.of(thrown);
  }

  /** What is anchored now. */
  public List<Done> done() {
    return List.copyOf(done);
  }

  /** What stopped it; empty if nothing did. */
  public Optional<AttestorException> why() {
    return why;
  }
}
