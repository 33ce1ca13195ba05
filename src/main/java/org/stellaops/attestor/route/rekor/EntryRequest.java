package org.stellaops.attestor.route.rekor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.rekor.RekorEntry;
import org.stellaops.attestor.route.WorkCounters;
import org.stellaops.attestor.route.fetch.FetchContext;
import org.stellaops.attestor.route.sync.CheckpointOperation;
import org.stellaops.attestor.route.sync.ObservedCheckpoint;
import org.stellaops.attestor.tlog.TreeHead;

/** Entries of a Rekor v1 server that are wanted, and what has come of it. */
public final class EntryRequest implements CheckpointOperation, FetchContext {
  private final Backend server;
  private final List<Long> indexes;
  private final List<String> uuids;
  private final WorkCounters counters = new WorkCounters();
  private final List<ReceivedEntry> received = new ArrayList<>();
  private final List<StoredEntry> stored = new ArrayList<>();
  private @Nullable UnprovedTree selected;
  private Optional<AttestorException> failure = Optional.empty();

  /**
   * An entry that is in the tree of the checkpoint that it came with.
   *
   * @param shard its log
   * @param entry the entry
   * @param checkpoint the checkpoint, opened with the log's key
   * @param from the URL that both came from
   */
  record ReceivedEntry(Backend shard, RekorEntry entry, SignedCheckpoint checkpoint, String from) {}

  /**
   * An entry whose tree is of the history that we hold.
   *
   * @param shard its log
   * @param entry the entry
   * @param size the tree that it was proved to be in
   * @param file where it is, as c2sp.org/tlog-proof has it, with the entry as extra data
   */
  public record StoredEntry(Backend shard, RekorEntry entry, long size, Path file) {}

  /**
   * A tree that entries came with, and the head that we hold.
   *
   * @param shard the log
   * @param observedCheckpoint the note over the tree, and where it came from
   */
  record UnprovedTree(Backend shard, ObservedCheckpoint observedCheckpoint) {
    TreeHead head() {
      return observedCheckpoint.checkpoint().head();
    }

    Optional<ObservedCheckpoint> observedCheckpoint(TreeHead head) {
      return Optional.of(observedCheckpoint).filter(received -> head().equals(head));
    }
  }

  /**
   * Wants these of a server.
   *
   * @param indexes among the entries of all shards
   * @param uuids names of entries: 64 hexadecimal digits, or 80
   */
  public EntryRequest(Backend server, List<Long> indexes, List<String> uuids) {
    this.server = server;
    this.indexes = indexes.stream().distinct().toList();
    this.uuids = uuids.stream().distinct().toList();
  }

  Backend server() {
    return server;
  }

  List<Long> indexes() {
    return indexes;
  }

  List<String> uuids() {
    return uuids;
  }

  @Override
  public String backendId() {
    return server.id();
  }

  @Override
  public WorkCounters counters() {
    return counters;
  }

  void addReceived(ReceivedEntry entry) {
    received.add(entry);
  }

  List<ReceivedEntry> received() {
    return received;
  }

  void addStored(StoredEntry entry) {
    stored.add(entry);
  }

  void select(UnprovedTree tree) {
    selected = tree;
  }

  /** The tree that is checked at the moment. */
  UnprovedTree selected() {
    if (selected == null) {
      throw new IllegalStateException("no tree is selected");
    }
    return selected;
  }

  @Override
  public Backend backend() {
    return selected().shard();
  }

  @Override
  public Optional<ObservedCheckpoint> observedCheckpoint(TreeHead head) {
    return selected().observedCheckpoint(head);
  }

  @Override
  public EntryRequest fail(AttestorException error) {
    failure = Optional.of(error);
    return this;
  }

  /** What is verified and stored now. */
  public List<StoredEntry> stored() {
    return List.copyOf(stored);
  }

  /** What the server does not have, or does not give: indexes first. */
  public List<String> missing() {
    List<String> missing = new ArrayList<>();
    indexes.stream()
        .filter(index -> received.stream().noneMatch(entry -> entry.entry().globalIndex() == index))
        .forEach(index -> missing.add(Long.toString(index)));
    uuids.stream()
        .filter(uuid -> received.stream().noneMatch(entry -> entry.entry().uuid().endsWith(uuid)))
        .forEach(missing::add);
    return missing;
  }

  /** What stopped it; empty if nothing did. */
  public Optional<AttestorException> failure() {
    return failure;
  }
}
