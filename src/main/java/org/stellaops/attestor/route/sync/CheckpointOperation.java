package org.stellaops.attestor.route.sync;

import java.util.Optional;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.route.Operation;
import org.stellaops.attestor.tlog.TreeHead;

/** An operation that compares checkpoints of a log and may detect contradictions. */
public interface CheckpointOperation extends Operation {
  Backend backend();

  /** The checkpoint for a tree head, if the operation has received one. */
  Optional<ObservedCheckpoint> observedCheckpoint(TreeHead head);
}
