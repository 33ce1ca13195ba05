package org.stellaops.attestor.route;

import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.rekor.LogInfo;

/** One visit to a Rekor v1 server: what the steps of the route hand to one another. */
public final class ShardVisit {
  private final String asked;
  private final Backend server;
  private final Tally tally = new Tally();
  private Optional<LogInfo> info = Optional.empty();
  private String from = "";

  ShardVisit(String asked, Backend server) {
    this.asked = asked;
    this.server = server;
  }

  /** What it costs. */
  public Tally tally() {
    return tally;
  }

  Backend server() {
    return server;
  }

  /** Whether this shard is wanted: all are, unless one was asked for. */
  boolean wants(Backend shard) {
    return asked.equals(server.id()) || asked.equals(shard.id());
  }

  void came(LogInfo answer, String url) {
    info = Optional.of(answer);
    from = url;
  }

  LogInfo info() {
    return info.orElseThrow(() -> new IllegalStateException("the server was not asked yet"));
  }

  String from() {
    return from;
  }

  /** One question, for the state of all shards. */
  List<Request> requests() {
    return List.of(Request.of(server.id(), Question.get(LogInfo.PATH, "", LogInfo.MAX_BYTES)));
  }
}
