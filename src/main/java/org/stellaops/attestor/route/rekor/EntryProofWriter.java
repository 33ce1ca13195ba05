package org.stellaops.attestor.route.rekor;

import java.nio.file.Path;
import org.stellaops.attestor.checkpoint.Origin;

/** Stores single entries. */
@FunctionalInterface
public interface EntryProofWriter {
  /** Stores a file of this log under this name and returns its path. */
  Path write(Origin origin, String name, byte[] content);
}
