package org.stellaops.attestor.rekor;

import java.util.ArrayList;
import java.util.List;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.json.StrictJson;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * What a Rekor v1 server shows of its shards: the answer to {@code GET api/v1/log}.
 *
 * @param shards the active one first, then the inactive ones from the oldest on
 */
public record LogInfo(List<ShardInfo> shards) {
  /** Where it is asked for, below the server's address. */
  public static final String PATH = "api/v1/log";

  /** More shards than any server will have. */
  public static final int MAX_SHARDS = 100;

  /** The most bytes that an honest answer has. */
  public static final int MAX_BYTES = 1 << 20;

  /** Keeps the list as it is now. */
  public LogInfo {
    shards = List.copyOf(shards);
  }

  /**
   * The index of a shard's first entry among those of all: the sum of all sizes before it. Good for
   * asking; nothing that is proved rests on it.
   */
  public long firstIndex(ShardInfo shard) {
    return shards.stream()
        .filter(each -> !each.active())
        .takeWhile(each -> !each.equals(shard))
        .mapToLong(ShardInfo::size)
        .sum();
  }

  /**
   * Reads the answer.
   *
   * @throws AttestorException with {@code invalid_note} if it is none
   */
  public static LogInfo parse(byte[] response) {
    try {
      StrictJson json = StrictJson.parse(response);
      List<ShardInfo> shards = new ArrayList<>();
      shards.add(ShardInfo.of(json, true));
      json.children("inactiveShards").forEach(each -> shards.add(ShardInfo.of(each, false)));
      if (shards.size() > MAX_SHARDS) {
        throw new MalformedException("it has more than " + MAX_SHARDS + " shards");
      }
      return new LogInfo(shards);
    } catch (MalformedException e) {
      throw new AttestorException(
          Failure.INVALID_NOTE,
          "what came is no state of a Rekor v1 log: " + e.getMessage(),
          "look at what the server answers to " + PATH + "; a proxy may answer in its place",
          e);
    }
  }
}
