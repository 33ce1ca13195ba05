package org.stellaops.attestor.cli;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.stellaops.attestor.app.AttestorRuntime;
import org.stellaops.attestor.app.ObjectGraph;
import org.stellaops.attestor.app.RunMode;
import org.stellaops.attestor.app.Store;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.route.BundleWatch;
import org.stellaops.attestor.route.Progress;
import org.stellaops.attestor.route.TileBudget;

/** The routes for a command that has one thing done by them and ends. */
final class RoutesOnce {
  private static final Duration WAIT_FOR_LOCK = Duration.ofSeconds(30);

  private RoutesOnce() {}

  /** Starts them; nobody watches, and a log that another process works on is waited for. */
  static AttestorRuntime start(Settings settings, Store store) throws IOException {
    return start(settings, store, BundleWatch.SILENT);
  }

  /** The same where somebody watches how a bundle is written or read. */
  static AttestorRuntime start(Settings settings, Store store, BundleWatch bundles)
      throws IOException {
    ObjectGraph graph =
        new ObjectGraph(
            settings,
            store,
            TileBudget.UNLIMITED,
            WAIT_FOR_LOCK,
            Progress.SILENT,
            bundles,
            Clock.systemUTC());
    return AttestorRuntime.start(graph, RunMode.ONCE, ProgramVersion.number());
  }
}
