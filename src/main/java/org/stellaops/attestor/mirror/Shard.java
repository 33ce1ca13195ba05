package org.stellaops.attestor.mirror;

import java.time.Instant;
import org.stellaops.attestor.failure.Labeled;

/**
 * One shard of a Rekor v1 server, as stored.
 *
 * @param backend the id of the server's backend
 * @param tree its tree ID
 * @param state whether it is active and accepted
 * @param firstSeen when the server first showed it
 * @param lastSeen when the server last showed it
 */
public record Shard(String backend, TreeId tree, State state, Instant firstSeen, Instant lastSeen) {
  /** The states of a shard. The server states which shard is active; this is not signed. */
  public enum State implements Labeled {
    /** It takes new entries and is followed. */
    ACTIVE,
    /** It takes no more entries and is followed. */
    INACTIVE,
    /** No operator has accepted it yet, or its key is not configured. It is not followed. */
    PROPOSED
  }

  /** Whether it is followed. */
  public boolean isAccepted() {
    return state != State.PROPOSED;
  }
}
