package org.stellaops.attestor.route.rekor;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.TileConsistencyProof;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.proof.TlogProof;
import org.stellaops.attestor.rekor.RekorEntry;
import org.stellaops.attestor.route.fetch.Download;
import org.stellaops.attestor.route.fetch.FetchRequest;
import org.stellaops.attestor.route.rekor.EntryRequest.ReceivedEntry;
import org.stellaops.attestor.route.rekor.EntryRequest.StoredEntry;
import org.stellaops.attestor.route.rekor.EntryRequest.UnprovedTree;
import org.stellaops.attestor.route.sync.ObservedCheckpoint;
import org.stellaops.attestor.tlog.InclusionProof;
import org.stellaops.attestor.tlog.TreeHead;

/** Fetches single entries of a Rekor v1 server and proves each consistent with the pending head. */
public record EntryFetches(CheckpointStore checkpoints, ProofWriter writer) {
  @FunctionalInterface
  public interface ProofWriter {
    /** Stores a file of this log under this name and returns its path. */
    Path write(Origin origin, String name, byte[] content);
  }

  /** The requests, each for as many entries as the server allows. */
  public List<FetchRequest> requests(@Variable("operation") EntryRequest request) {
    return Stream.concat(
            batches(request.indexes())
                .map(batch -> EntryDownload.requestByIndex(request.server(), batch)),
            batches(request.uuids())
                .map(batch -> EntryDownload.requestByUuid(request.server(), batch)))
        .toList();
  }

  private static <T> Stream<List<T>> batches(List<T> all) {
    int limit = EntryDownload.MAX_ENTRIES_PER_REQUEST;
    return IntStream.iterate(0, from -> from < all.size(), from -> from + limit)
        .mapToObj(from -> all.subList(from, Math.min(all.size(), from + limit)));
  }

  /**
   * Verifies that each entry is in the tree of the checkpoint that came with it. Ignores entries
   * that were not requested.
   */
  public void verifyEntries(@Variable("operation") EntryRequest request, @Body Download download) {
    for (RekorEntry entry : download.check(RekorEntry::parse)) {
      boolean requested =
          request.indexes().contains(entry.globalIndex())
              || request.uuids().stream().anyMatch(uuid -> entry.uuid().endsWith(uuid));
      if (requested) {
        Backend shard = request.server().shard(entry.tree());
        SignedCheckpoint checkpoint = download.check(bytes -> entry.verify(shard.log()));
        request.addReceived(new ReceivedEntry(shard, entry, checkpoint, download.url().toString()));
      }
    }
  }

  /** The distinct trees that need a proof of consistency with the pending head. */
  public List<UnprovedTree> unprovedTrees(@Variable("operation") EntryRequest request) {
    Map<TreeHead, UnprovedTree> unprovedTrees = new LinkedHashMap<>();
    for (ReceivedEntry received : request.received()) {
      UnprovedTree unproved =
          new UnprovedTree(
              received.shard(), new ObservedCheckpoint(received.checkpoint(), received.from()));
      if (!unproved.head().equals(pendingHead(unproved.shard()))) {
        unprovedTrees.putIfAbsent(unproved.head(), unproved);
      }
    }
    return List.copyOf(unprovedTrees.values());
  }

  public void select(@Variable("operation") EntryRequest request, @Body UnprovedTree tree) {
    request.select(tree);
  }

  /**
   * A request for the proof between the selected tree and the pending head.
   *
   * @throws ContradictionException if both have the same size, so that no proof is needed
   */
  public FetchRequest proofRequest(@Variable("operation") EntryRequest request) {
    UnprovedTree unproved = request.selected();
    TreeHead pending = pendingHead(unproved.shard());
    if (pending.size() == unproved.head().size()) {
      throw new ContradictionException(Failure.SPLIT_VIEW, pending, unproved.head(), Map.of());
    }
    return ShardProofs.request(unproved.shard(), requiredProof(unproved));
  }

  /** Verifies that the smaller tree is a prefix of the larger one. */
  public void checkConsistency(
      @Variable("operation") EntryRequest request, @Body Download download) {
    ShardProofs.check(requiredProof(request.selected()), download, "nothing was stored; retry");
  }

  private TileConsistencyProof requiredProof(UnprovedTree unproved) {
    TreeHead pending = pendingHead(unproved.shard());
    return pending.size() < unproved.head().size()
        ? new TileConsistencyProof(pending, unproved.head())
        : new TileConsistencyProof(unproved.head(), pending, Failure.SPLIT_VIEW);
  }

  /** Stores the entries, all of which are proved now. */
  public EntryRequest store(@Variable("operation") EntryRequest request) {
    for (ReceivedEntry received : request.received()) {
      RekorEntry entry = received.entry();
      long size = received.checkpoint().head().size();
      TlogProof proof =
          new TlogProof(
              Optional.of(entry.body()),
              new InclusionProof(entry.index(), size, entry.hashes()),
              received.checkpoint().note());
      String name = "entry-" + entry.index() + ".tlog-proof";
      Path file = writer.write(received.shard().origin(), name, proof.print());
      request.addStored(new StoredEntry(received.shard(), entry, size, file));
    }
    return request;
  }

  private TreeHead pendingHead(Backend shard) {
    return pendingHead(checkpoints, shard);
  }

  /** The pending head of a shard; fails with {@code incomplete} before first contact. */
  static TreeHead pendingHead(CheckpointStore checkpoints, Backend shard) {
    return checkpoints
        .find(shard.origin())
        .map(LogState::pending)
        .orElseThrow(() ->
            new AttestorException(
                Failure.INCOMPLETE,
                "no checkpoint of '" + shard.origin() + "' is stored yet",
                shard.updateHint()));
  }
}
