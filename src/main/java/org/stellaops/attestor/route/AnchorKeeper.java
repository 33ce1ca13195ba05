package org.stellaops.attestor.route;

import java.nio.file.Path;
import org.stellaops.attestor.proof.HeadAnchor;

/** Where anchors are kept. */
@FunctionalInterface
public interface AnchorKeeper {
  /** Keeps an anchor, and says where. */
  Path keep(HeadAnchor anchor);
}
