package org.stellaops.attestor.route.rekor;

import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.rekor.LogInfo;
import org.stellaops.attestor.route.WorkCounters;
import org.stellaops.attestor.route.fetch.ApiRequest;
import org.stellaops.attestor.route.fetch.FetchRequest;

/** One visit to a Rekor v1 server: what the steps of the route hand to one another. */
public final class ShardDiscovery {
  private final String requestedId;
  private final Backend server;
  private final WorkCounters counters = new WorkCounters();
  private Optional<LogInfo> info = Optional.empty();
  private String url = "";

  ShardDiscovery(String requestedId, Backend server) {
    this.requestedId = requestedId;
    this.server = server;
  }

  /** What it costs. */
  public WorkCounters counters() {
    return counters;
  }

  Backend server() {
    return server;
  }

  /** Whether this shard is wanted: all are, unless one was asked for. */
  boolean includes(Backend shard) {
    return requestedId.equals(server.id()) || requestedId.equals(shard.id());
  }

  void received(LogInfo logInfo, String source) {
    info = Optional.of(logInfo);
    url = source;
  }

  LogInfo info() {
    return info.orElseThrow(() -> new IllegalStateException("the server was not asked yet"));
  }

  String url() {
    return url;
  }

  /** One question, for the state of all shards. */
  List<FetchRequest> logInfoRequests() {
    return List.of(
        FetchRequest.of(server.id(), ApiRequest.get(LogInfo.PATH, "", LogInfo.MAX_BYTES)));
  }
}
