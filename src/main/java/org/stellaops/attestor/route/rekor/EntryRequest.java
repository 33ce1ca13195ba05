package org.stellaops.attestor.route.rekor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.rekor.RekorEntry;
import org.stellaops.attestor.route.sync.ObservedCheckpoint;
import org.stellaops.attestor.tlog.TreeHead;

/** A request for entries of a Rekor v1 server, with its results. */
public final class EntryRequest extends RekorRequest<EntryRequest.UnprovedTree> {
  private final Backend server;
  private final List<Long> indexes;
  private final List<String> uuids;
  private final List<ReceivedEntry> received = new ArrayList<>();
  private final List<StoredEntry> stored = new ArrayList<>();

  /**
   * An entry that is in the tree of the checkpoint that came with it.
   *
   * @param shard its log
   * @param entry the entry
   * @param checkpoint the checkpoint, opened with the log's key
   * @param from the URL of both
   */
  record ReceivedEntry(Backend shard, RekorEntry entry, SignedCheckpoint checkpoint, String from) {}

  /**
   * An entry whose tree is consistent with the pending head.
   *
   * @param shard its log
   * @param entry the entry
   * @param size the size of the tree that includes it
   * @param file its file in the format of c2sp.org/tlog-proof, with the entry as extra data
   */
  public record StoredEntry(Backend shard, RekorEntry entry, long size, Path file) {}

  /**
   * A tree that is not yet proved consistent with the pending head.
   *
   * @param shard the log
   * @param observedCheckpoint the checkpoint of the tree and its URL
   */
  record UnprovedTree(Backend shard, ObservedCheckpoint observedCheckpoint) implements ShardTree {
    TreeHead head() {
      return observedCheckpoint.checkpoint().head();
    }

    @Override
    public Optional<ObservedCheckpoint> observedCheckpoint(TreeHead head) {
      return Optional.of(observedCheckpoint).filter(received -> head().equals(head));
    }
  }

  /**
   * Requests entries of a server.
   *
   * @param indexes across all shards
   * @param uuids UUIDs of entries: 64 or 80 hexadecimal digits
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

  void addReceived(ReceivedEntry entry) {
    received.add(entry);
  }

  List<ReceivedEntry> received() {
    return received;
  }

  void addStored(StoredEntry entry) {
    stored.add(entry);
  }

  /** The entries verified and stored so far. */
  public List<StoredEntry> stored() {
    return List.copyOf(stored);
  }

  /** The requested entries that the server did not return, indexes first. */
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
}
