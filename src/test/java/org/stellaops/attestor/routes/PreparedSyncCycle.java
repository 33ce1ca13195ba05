package org.stellaops.attestor.routes;

import org.apache.camel.ProducerTemplate;
import org.stellaops.attestor.route.fetch.FetchRequest;
import org.stellaops.attestor.route.sync.Checkpoints;
import org.stellaops.attestor.route.sync.ConsistencyProofs;
import org.stellaops.attestor.route.sync.HeadUpdate;
import org.stellaops.attestor.route.sync.SyncCycle;
import org.stellaops.attestor.route.sync.SyncCycles;
import org.stellaops.attestor.testlog.FakeLog;

/**
 * A cycle that has come as far as the acceptance of a checkpoint, done by hand with the same beans.
 */
final class PreparedSyncCycle {
  private PreparedSyncCycle() {}

  /** The log's present checkpoint is pending; its right edge is proved and not on disk. */
  static SyncCycle of(RouteFileTestCase test, FakeLog log, ProducerTemplate template) {
    SyncCycle cycle = judged(test, log);
    prove(test, log, cycle);
    accept(test, cycle, template);
    return cycle;
  }

  /** The log's present checkpoint is compared with the pending one. */
  static SyncCycle judged(RouteFileTestCase test, FakeLog log) {
    SyncCycle cycle = test.bean("syncCycles", SyncCycles.class).begin(RouteFileTestCase.BACKEND);
    Checkpoints checkpoints = test.bean("checkpoints", Checkpoints.class);
    checkpoints.open(
        cycle, RouteFileTestCase.fetched(log, FetchRequest.checkpoint(RouteFileTestCase.BACKEND)));
    checkpoints.compare(cycle);
    return cycle;
  }

  /** What the route prove-growth does. */
  static void prove(RouteFileTestCase test, FakeLog log, HeadUpdate cycle) {
    ConsistencyProofs proofs = test.bean("consistencyProofs", ConsistencyProofs.class);
    proofs
        .missingTiles(cycle)
        .forEach(r -> proofs.addTile(cycle, RouteFileTestCase.fetched(log, r)));
    proofs.checkConsistency(cycle);
  }

  /** What the route accept-checkpoint does. */
  static void accept(RouteFileTestCase test, HeadUpdate cycle, ProducerTemplate template) {
    Checkpoints checkpoints = test.bean("checkpoints", Checkpoints.class);
    template.sendBody("sql:classpath:sql/store-checkpoint.sql", checkpoints.row(cycle));
    checkpoints.advancePending(cycle);
  }
}
