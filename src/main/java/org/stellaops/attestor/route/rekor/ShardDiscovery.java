package org.stellaops.attestor.route.rekor;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.rekor.LogInfo;
import org.stellaops.attestor.route.Operation;
import org.stellaops.attestor.route.WorkCounters;
import org.stellaops.attestor.route.sync.LogTypeProbe;

/** The discovery of the shards of one Rekor v1 server, which precedes their cycles. */
public final class ShardDiscovery implements LogTypeProbe, Operation {
  private final String requestedId;
  private final Backend server;
  private final Operation started;
  private final Consumer<Boolean> onProbed;
  private final WorkCounters counters = new WorkCounters();
  private Optional<LogInfo> info = Optional.empty();
  private String url = "";

  /**
   * A discovery.
   *
   * @param requestedId the id of the server, or of the only shard that is needed
   * @param started the operation that reports a failure
   * @param onProbed called with whether the log is a Rekor v1 server
   */
  ShardDiscovery(
      String requestedId, Backend server, Operation started, Consumer<Boolean> onProbed) {
    this.requestedId = requestedId;
    this.server = server;
    this.started = started;
    this.onProbed = onProbed;
  }

  @Override
  public @Nullable Object fail(AttestorException error) {
    return started.fail(error);
  }

  @Override
  public Optional<String> recordRoute() {
    return started.recordRoute();
  }

  @Override
  public String backendId() {
    return requestedId;
  }

  @Override
  public WorkCounters counters() {
    return counters;
  }

  @Override
  public void setRekorV1(boolean found) {
    onProbed.accept(found);
  }

  Backend server() {
    return server;
  }

  /** Whether this shard is needed: all are, unless a single one was requested. */
  boolean includes(Backend shard) {
    return requestedId.equals(server.id()) || requestedId.equals(shard.id());
  }

  void received(LogInfo logInfo, String source) {
    info = Optional.of(logInfo);
    url = source;
  }

  LogInfo info() {
    return info.orElseThrow();
  }

  String url() {
    return url;
  }
}
