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

/** The routes for a command that has one thing done by them and ends. */
public final class OneShotRuntime {
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);

  private OneShotRuntime() {}

  /** Starts them; nobody watches, and a log that another process works on is waited for. */
  public static AttestorRuntime start(Settings settings, PostgresStore store) throws IOException {
    return start(settings, store, BundleListener.NONE);
  }

  /** The same where somebody watches how a bundle is written or read. */
  public static AttestorRuntime start(
      Settings settings, PostgresStore store, BundleListener bundles) throws IOException {
    ObjectGraph graph =
        new ObjectGraph(
            settings,
            store,
            TileBudget.UNLIMITED,
            LOCK_TIMEOUT,
            SyncListener.NONE,
            bundles,
            Clock.systemUTC());
    return AttestorRuntime.start(graph, RunMode.ONCE, ProgramVersion.number());
  }
}
