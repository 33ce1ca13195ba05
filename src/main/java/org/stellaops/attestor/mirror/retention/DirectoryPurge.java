package org.stellaops.attestor.mirror.retention;

import java.nio.file.Path;
import java.time.Clock;
import org.stellaops.attestor.failure.AttestorException;

/** Removes old files from a directory. */
public sealed interface DirectoryPurge permits FilePurge, KitPurge {
  /** The directory, which need not exist. */
  Path directory();

  /**
   * Removes the files that may go; returns their number.
   *
   * @param dryRun only count them
   * @throws AttestorException with {@code disk} if the directory cannot be read, or a file not be
   *     removed
   */
  long run(Clock clock, boolean dryRun);
}
