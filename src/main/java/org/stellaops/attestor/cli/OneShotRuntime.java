package org.stellaops.attestor.cli;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.RunMode;
import org.stellaops.attestor.app.beans.ObjectGraph;
import org.stellaops.attestor.app.runtime.AttestorRuntime;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.route.airgap.BundleListener;
import org.stellaops.attestor.route.sync.SyncListener;
import org.stellaops.attestor.route.sync.TileBudget;

/** Starts the routes for a command that runs one operation and exits. */
public final class OneShotRuntime {
  /** How long commands wait for a log that another process has locked. */
  public static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);

  private OneShotRuntime() {}

  /** Starts the routes without a listener. */
  public static AttestorRuntime start(Settings settings, PostgresStore store) throws IOException {
    return start(settings, store, BundleListener.NONE);
  }

  /** Starts the routes with a listener for the progress of bundles. */
  public static AttestorRuntime start(
      Settings settings, PostgresStore store, BundleListener bundles) throws IOException {
    return start(settings, store, TileBudget.UNLIMITED, SyncListener.NONE, bundles);
  }

  /** Starts the routes with a limit of tiles and with listeners. */
  public static AttestorRuntime start(
      Settings settings,
      PostgresStore store,
      TileBudget budget,
      SyncListener syncs,
      BundleListener bundles)
      throws IOException {
    ObjectGraph graph =
        new ObjectGraph(settings, store, budget, LOCK_TIMEOUT, syncs, bundles, Clock.systemUTC());
    return AttestorRuntime.start(graph, RunMode.ONCE, ProgramVersion.number());
  }
}
