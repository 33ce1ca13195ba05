package org.stellaops.attestor.route.airgap;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A bundle to be imported.
 *
 * @param file where it is
 * @param run the dry run that it is a part of, if it is only to be checked
 * @param fromInbox whether it lies in the inbox, and is to be moved out of it in the end
 */
public record ImportRequest(Path file, Optional<DryRun> run, boolean fromInbox) {
  /** A bundle that is imported, or a dry run of this one alone. */
  public ImportRequest(Path file, boolean dryRun, boolean fromInbox) {
    this(file, dryRun ? Optional.of(new DryRun()) : Optional.empty(), fromInbox);
  }

  /** Whether it is only to be checked. */
  public boolean dryRun() {
    return run.isPresent();
  }
}
