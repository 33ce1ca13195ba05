package org.stellaops.attestor.route.rekor;

import java.nio.file.Path;
import org.stellaops.attestor.proof.HeadAnchor;

/** Stores anchors. */
@FunctionalInterface
public interface AnchorWriter {
  /** Stores an anchor and returns its file. */
  Path store(HeadAnchor anchor);
}
