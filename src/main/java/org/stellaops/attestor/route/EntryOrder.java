package org.stellaops.attestor.route;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.rekor.RekorEntry;

/** Entries of a Rekor v1 server that are wanted, and what has come of it. */
public final class EntryOrder {
  private final Backend server;
  private final List<Long> indexes;
  private final List<String> uuids;
  private final Tally tally = new Tally();
  private final List<Came> came = new ArrayList<>();
  private final List<Kept> kept = new ArrayList<>();
  private Optional<AttestorException> why = Optional.empty();

  /**
   * An entry that is in the tree of the checkpoint that it came with.
   *
   * @param shard its log
   * @param entry the entry
   * @param checkpoint the checkpoint, opened with the log's key
   * @param from the URL that both came from
   */
  record Came(Backend shard, RekorEntry entry, SignedCheckpoint checkpoint, String from) {}

  /**
   * An entry whose tree is of the history that we hold.
   *
   * @param shard its log
   * @param entry the entry
   * @param size the tree that it was proved to be in
   * @param file where it is, as c2sp.org/tlog-proof has it, with the entry as extra data
   */
  public record Kept(Backend shard, RekorEntry entry, long size, Path file) {}

  /**
   * Wants these of a server.
   *
   * @param indexes among the entries of all shards
   * @param uuids names of entries: 64 hexadecimal digits, or 80
   */
  public EntryOrder(Backend server, List<Long> indexes, List<String> uuids) {
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

  /** What it costs. */
  public Tally tally() {
    return tally;
  }

  void came(Came one) {
    came.add(one);
  }

  List<Came> came() {
    return came;
  }

  void kept(Kept one) {
    kept.add(one);
  }

  void failed(AttestorException thrown) {
    why = Optional.of(thrown);
  }

  /** What is verified and stored now. */
  public List<Kept> kept() {
    return List.copyOf(kept);
  }

  /** What the server does not have, or does not give: indexes first. */
  public List<String> missing() {
    List<String> missing = new ArrayList<>();
    indexes.stream()
        .filter(index -> came.stream().noneMatch(one -> one.entry().globalIndex() == index))
        .forEach(index -> missing.add(Long.toString(index)));
    uuids.stream()
        .filter(uuid -> came.stream().noneMatch(one -> one.entry().uuid().endsWith(uuid)))
        .forEach(missing::add);
    return missing;
  }

  /** What stopped it; empty if nothing did. */
  public Optional<AttestorException> why() {
    return why;
  }
}
