package org.stellaops.attestor.route.rekor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.TileConsistencyProof;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.proof.TlogProof;
import org.stellaops.attestor.rekor.ConsistencyProofResponse;
import org.stellaops.attestor.rekor.RekorEntry;
import org.stellaops.attestor.route.fetch.ApiRequest;
import org.stellaops.attestor.route.fetch.Download;
import org.stellaops.attestor.route.fetch.FetchRequest;
import org.stellaops.attestor.route.sync.ObservedCheckpoint;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.InclusionProof;
import org.stellaops.attestor.tlog.TreeHead;

/** Fetches single entries of a Rekor v1 server and proves each consistent with the pending head. */
public final class EntryFetches {
  private final CheckpointStore store;
  private final EntryProofWriter writer;

  /** Stores entries with {@code writer}. */
  public EntryFetches(CheckpointStore store, EntryProofWriter writer) {
    this.store = store;
    this.writer = writer;
  }

  /** The requests, each for as many entries as the server allows. */
  public List<FetchRequest> requests(@Variable("operation") EntryRequest request) {
    List<FetchRequest> requests = new ArrayList<>();
    batches(request.indexes())
        .forEach(batch -> requests.add(EntryDownload.requestByIndex(request.server(), batch)));
    batches(request.uuids())
        .forEach(batch -> requests.add(EntryDownload.requestByUuid(request.server(), batch)));
    return requests;
  }

  private static <T> List<List<T>> batches(List<T> requests) {
    List<List<T>> batches = new ArrayList<>();
    for (int i = 0; i < requests.size(); i += EntryDownload.MAX_ENTRIES_PER_REQUEST) {
      batches.add(
          requests.subList(
              i, Math.min(requests.size(), i + EntryDownload.MAX_ENTRIES_PER_REQUEST)));
    }
    return batches;
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
        request.addReceived(
            new EntryRequest.ReceivedEntry(shard, entry, checkpoint, download.url().toString()));
      }
    }
  }

  /** The distinct trees that need a proof of consistency with the pending head. */
  public List<EntryRequest.UnprovedTree> unprovedTrees(
      @Variable("operation") EntryRequest request) {
    Map<TreeHead, EntryRequest.UnprovedTree> unprovedTrees = new LinkedHashMap<>();
    for (EntryRequest.ReceivedEntry received : request.received()) {
      EntryRequest.UnprovedTree unproved =
          new EntryRequest.UnprovedTree(
              received.shard(), new ObservedCheckpoint(received.checkpoint(), received.from()));
      if (!unproved.head().equals(pendingHead(unproved.shard()))) {
        unprovedTrees.putIfAbsent(unproved.head(), unproved);
      }
    }
    return List.copyOf(unprovedTrees.values());
  }

  /** Selects the tree to check. */
  public void select(
      @Variable("operation") EntryRequest request, @Body EntryRequest.UnprovedTree tree) {
    request.select(tree);
  }

  /**
   * A request for the proof between the selected tree and the pending head.
   *
   * @throws ContradictionException if both have the same size, so that no proof is needed
   */
  public FetchRequest proofRequest(@Variable("operation") EntryRequest request) {
    EntryRequest.UnprovedTree unproved = request.selected();
    TreeHead pending = pendingHead(unproved.shard());
    if (pending.size() == unproved.head().size()) {
      throw new ContradictionException(Failure.SPLIT_VIEW, pending, unproved.head(), Map.of());
    }
    TileConsistencyProof required = requiredProof(unproved);
    TreeId tree = Backend.treeId(unproved.shard().id()).orElseThrow();
    return FetchRequest.of(
        Backend.serverId(unproved.shard().id()),
        ApiRequest.get(
            ConsistencyProofResponse.PATH,
            ConsistencyProofResponse.query(
                tree, required.smaller().size(), required.larger().size()),
            ConsistencyProofResponse.MAX_BYTES));
  }

  /** Verifies that the smaller tree is a prefix of the larger one. */
  public void checkConsistency(
      @Variable("operation") EntryRequest request, @Body Download download) {
    TileConsistencyProof required = requiredProof(request.selected());
    ConsistencyProof proof =
        download.check(bytes ->
            ConsistencyProofResponse.parse(
                bytes, required.smaller().size(), required.larger().size()));
    switch (proof.evaluate(required.smaller().root(), required.larger().root())) {
      case PROVES -> {
        // consistent
      }
      case DISPROVES -> throw required.contradiction(proof);
      case INCONCLUSIVE ->
          throw new AttestorException(
                  Failure.BAD_PROOF,
                  "the proof does not lead to the root of size " + required.larger().size(),
                  "nothing was stored; ask again")
              .withLocation(download.url());
    }
  }

  private TileConsistencyProof requiredProof(EntryRequest.UnprovedTree unproved) {
    TreeHead pending = pendingHead(unproved.shard());
    return pending.size() < unproved.head().size()
        ? new TileConsistencyProof(pending, unproved.head())
        : new TileConsistencyProof(unproved.head(), pending, Failure.SPLIT_VIEW);
  }

  /** Stores the entries, all of which are proved now. */
  public EntryRequest store(@Variable("operation") EntryRequest request) {
    for (EntryRequest.ReceivedEntry received : request.received()) {
      RekorEntry entry = received.entry();
      long size = received.checkpoint().head().size();
      TlogProof proof =
          new TlogProof(
              Optional.of(entry.body()),
              new InclusionProof(entry.index(), size, entry.hashes()),
              received.checkpoint().note());
      String name = "entry-" + entry.index() + ".tlog-proof";
      request.addStored(
          new EntryRequest.StoredEntry(
              received.shard(),
              entry,
              size,
              writer.write(received.shard().origin(), name, proof.print())));
    }
    return request;
  }

  private TreeHead pendingHead(Backend shard) {
    return store
        .find(shard.origin())
        .map(LogState::pending)
        .orElseThrow(() ->
            new AttestorException(
                Failure.INCOMPLETE,
                "nothing is known of '" + shard.origin() + "' yet",
                "run: stella attestor sync --backend " + Backend.serverId(shard.id())));
  }
}
