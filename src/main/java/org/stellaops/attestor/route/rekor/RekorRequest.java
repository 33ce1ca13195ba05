package org.stellaops.attestor.route.rekor;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.route.WorkCounters;
import org.stellaops.attestor.route.fetch.FetchContext;
import org.stellaops.attestor.route.sync.CheckpointOperation;
import org.stellaops.attestor.route.sync.ObservedCheckpoint;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * A request to a Rekor v1 server that processes trees of its shards one by one. The request is its
 * own reply, also after a failure, so that the results so far are not lost.
 *
 * @param <T> a tree to process
 */
public abstract class RekorRequest<T extends RekorRequest.ShardTree>
    implements CheckpointOperation, FetchContext {
  private final WorkCounters counters = new WorkCounters();
  private @Nullable T selected;
  private Optional<AttestorException> failure = Optional.empty();

  /** A tree of a shard. */
  interface ShardTree {
    /** The log of the shard. */
    Backend shard();

    /** The checkpoint of the tree, if it is for this head. */
    Optional<ObservedCheckpoint> observedCheckpoint(TreeHead head);
  }

  RekorRequest() {}

  /** Selects the tree to process. */
  void select(T tree) {
    selected = tree;
  }

  /** The selected tree. */
  T selected() {
    if (selected == null) {
      throw new IllegalStateException("no tree is selected");
    }
    return selected;
  }

  @Override
  public final WorkCounters counters() {
    return counters;
  }

  @Override
  public final Backend backend() {
    return selected().shard();
  }

  @Override
  public final Optional<ObservedCheckpoint> observedCheckpoint(TreeHead head) {
    return selected().observedCheckpoint(head);
  }

  @Override
  public final Object fail(AttestorException error) {
    failure = Optional.of(error);
    return this;
  }

  /** The failure that ended the request; empty if there was none. */
  public final Optional<AttestorException> failure() {
    return failure;
  }
}
