package org.stellaops.attestor.app.jmx;

import java.util.List;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.route.sync.CycleReport;

/** The operations of the running application that the management beans offer. */
public interface BackendControl {
  /** Runs one sync cycle of a backend and returns its report, also if the cycle failed. */
  CycleReport sync(String backend);

  /**
   * Exports new entries of a log to the outbox; returns no report if there are none.
   *
   * @throws org.stellaops.attestor.failure.AttestorException {@code configuration} without an
   *     outbox
   */
  List<BundleReport> exportDue(String backend);
}
