package org.stellaops.attestor.route;

import java.util.List;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.proof.HeadAnchor;

/** Where anchors are found again. */
@FunctionalInterface
public interface AnchorReader {
  /** The anchors of a log that can be read; nothing of them is verified. */
  List<HeadAnchor> readAll(Origin origin);
}
