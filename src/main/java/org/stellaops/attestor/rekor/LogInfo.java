package org.stellaops.attestor.rekor;

import java.util.ArrayList;
import java.util.List;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.json.StrictJson;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * The response of {@code GET api/v1/log}: the shards of a Rekor v1 server.
 *
 * @param shards the active one first, then the inactive ones from the oldest
 */
public record LogInfo(List<ShardInfo> shards) {
  /** The path below the server's URL. */
  public static final String PATH = "api/v1/log";

  /** Limit for the number of shards. */
  public static final int MAX_SHARDS = 100;

  /** The greatest size of a response. */
  public static final int MAX_BYTES = 1 << 20;

  public LogInfo {
    shards = List.copyOf(shards);
  }

  /**
   * The global index of a shard's first entry: the sum of the sizes of all earlier shards. Used for
   * requests only, because it is not verified.
   */
  public long firstIndex(ShardInfo shard) {
    return shards.stream()
        .filter(each -> !each.active())
        .takeWhile(each -> !each.equals(shard))
        .mapToLong(ShardInfo::size)
        .sum();
  }

  /**
   * Parses the response.
   *
   * @throws AttestorException with {@code invalid_note} if it is invalid
   */
  public static LogInfo parse(byte[] response) {
    try {
      StrictJson json = StrictJson.parse(response);
      List<ShardInfo> shards = new ArrayList<>();
      shards.add(ShardInfo.of(json, true));
      json.children("inactiveShards").forEach(each -> shards.add(ShardInfo.of(each, false)));
      if (shards.size() > MAX_SHARDS) {
        throw new MalformedException("more than " + MAX_SHARDS + " shards");
      }
      return new LogInfo(shards);
    } catch (MalformedException e) {
      throw new AttestorException(
          Failure.INVALID_NOTE,
          "invalid log info in the response: " + e.getMessage(),
          "check the response to " + PATH + "; it may come from a proxy",
          e);
    }
  }
}
