package org.stellaops.attestor.route.rekor;

import java.nio.file.Path;
import org.stellaops.attestor.proof.HeadAnchor;

/** Where anchors are kept. */
@FunctionalInterface
public interface AnchorWriter {
  /** Keeps an anchor, and says where. */
  Path store(HeadAnchor anchor);
}
