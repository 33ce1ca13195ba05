package org.stellaops.attestor.route.rekor;

import java.util.Optional;
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
  private Optional<T> selected = Optional.empty();
  private Optional<AttestorException> failure = Optional.empty();

  interface ShardTree {
    Backend shard();

    /** The checkpoint of the tree, if it is for this head. */
    Optional<ObservedCheckpoint> observedCheckpoint(TreeHead head);
  }

  RekorRequest() {}

  void select(T tree) {
    selected = Optional.of(tree);
  }

  T selected() {
    return selected.orElseThrow();
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
