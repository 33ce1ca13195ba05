package org.stellaops.attestor.route;

import java.util.List;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.proof.HeadAnchor;

/** Reads stored anchors. */
@FunctionalInterface
public interface AnchorReader {
  /** The readable anchors of a log, unverified. */
  List<HeadAnchor> readAll(Origin origin);
}
