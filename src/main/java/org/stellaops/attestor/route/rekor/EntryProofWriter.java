package org.stellaops.attestor.route.rekor;

import java.nio.file.Path;
import org.stellaops.attestor.checkpoint.Origin;

/** Where single entries are kept. */
@FunctionalInterface
public interface EntryProofWriter {
  /** Keeps a file of this log under this name, and says where. */
  Path write(Origin origin, String name, byte[] content);
}
