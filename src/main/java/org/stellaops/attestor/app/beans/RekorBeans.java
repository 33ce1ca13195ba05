package org.stellaops.attestor.app.beans;

import java.security.SecureRandom;
import java.util.function.Consumer;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.route.rekor.Anchors;
import org.stellaops.attestor.route.rekor.EntryDownloads;
import org.stellaops.attestor.route.rekor.EntryFetches;
import org.stellaops.attestor.route.rekor.ShardProofs;
import org.stellaops.attestor.route.rekor.Shards;
import org.stellaops.attestor.route.sync.TileBudget;

/** The objects of Rekor v1 servers: shards, anchors and entries. */
final class RekorBeans {
  private RekorBeans() {}

  static void bind(SharedObjects shared, TileBudget budget, Consumer<Backend> onNewShard) {
    CheckpointStore store = shared.store().checkpoints();
    shared.bind(
        "shards",
        new Shards(shared.backends(), store, shared.store().shards(), onNewShard, shared.clock()));
    shared.bind("shardProofs", new ShardProofs(store));
    shared.bind("anchors", new Anchors(store, shared.anchors()::store, new SecureRandom()));
    shared.bind("entryFetches", new EntryFetches(store, shared.anchors()::store));
    shared.bind(
        "entryDownloads",
        new EntryDownloads(
            shared.tree(),
            shared.treeBuilds(),
            budget,
            shared.settings().sync().requests().requestsPerSecond()));
    shared.bind("reportList", new GroupedBodyAggregationStrategy());
  }
}
