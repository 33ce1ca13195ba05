package org.stellaops.attestor.routefile;

import org.apache.camel.ProducerTemplate;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.route.Checkpoints;
import org.stellaops.attestor.route.Cycle;
import org.stellaops.attestor.route.Cycles;
import org.stellaops.attestor.route.Proofs;
import org.stellaops.attestor.route.Request;

/**
 * A cycle that has come as far as the acceptance of a checkpoint, done by hand with the same beans.
 */
final class AcceptedCycle {
  private AcceptedCycle() {}

  /** The log's present checkpoint is pending; its right edge is proved and not on disk. */
  static Cycle of(OneRouteFile test, FakeLog log, ProducerTemplate template) {
    Cycle cycle = judged(test, log);
    prove(test, log, cycle);
    accept(test, cycle, template);
    return cycle;
  }

  /** The log's present checkpoint is compared with the pending one. */
  static Cycle judged(OneRouteFile test, FakeLog log) {
    Cycle cycle = test.bean("cycles", Cycles.class).begin(OneRouteFile.BACKEND);
    Checkpoints checkpoints = test.bean("checkpoints", Checkpoints.class);
    checkpoints.open(cycle, OneRouteFile.fetched(log, Request.checkpoint(OneRouteFile.BACKEND)));
    checkpoints.judge(cycle);
    return cycle;
  }

  /** What the route prove-growth does. */
  static void prove(OneRouteFile test, FakeLog log, Cycle cycle) {
    Proofs proofs = test.bean("proofs", Proofs.class);
    proofs.missingTiles(cycle).forEach(r -> proofs.keep(cycle, OneRouteFile.fetched(log, r)));
    proofs.check(cycle);
  }

  /** What the route accept-checkpoint does. */
  static void accept(OneRouteFile test, Cycle cycle, ProducerTemplate template) {
    Checkpoints checkpoints = test.bean("checkpoints", Checkpoints.class);
    template.sendBody("sql:classpath:sql/store-checkpoint.sql", checkpoints.row(cycle));
    checkpoints.advancePending(cycle);
  }
}
