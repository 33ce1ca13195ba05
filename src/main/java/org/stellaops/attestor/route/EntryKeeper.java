package org.stellaops.attestor.route;

import java.nio.file.Path;
import org.stellaops.attestor.checkpoint.Origin;

/** Where single entries are kept. */
@FunctionalInterface
public interface EntryKeeper {
  /** Keeps a file of this log under this name, and says where. */
  Path keep(Origin origin, String name, byte[] content);
}
