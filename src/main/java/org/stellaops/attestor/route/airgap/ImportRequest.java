package org.stellaops.attestor.route.airgap;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.stellaops.attestor.bundle.format.BundleSource;
import org.stellaops.attestor.drop.DroppedFile;

/**
 * A request to import a bundle.
 *
 * @param file the bundle
 * @param run the dry run that it belongs to; empty for an import
 * @param fromInbox whether it is in the inbox, and is moved out of it after the import
 */
public record ImportRequest(Path file, Optional<DryRun> run, boolean fromInbox) {
  /** Requests the import of a bundle, or a dry run of this bundle only. */
  public ImportRequest(Path file, boolean dryRun, boolean fromInbox) {
    this(file, dryRun ? Optional.of(new DryRun()) : Optional.empty(), fromInbox);
  }

  /** The content; of a bundle in the inbox only if it is a regular file and no link. */
  BundleSource source() {
    return fromInbox ? new DroppedFile(file)::open : () -> Files.newInputStream(file);
  }

  /** Whether the bundle is only checked, and nothing is written. */
  public boolean dryRun() {
    return run.isPresent();
  }
}
