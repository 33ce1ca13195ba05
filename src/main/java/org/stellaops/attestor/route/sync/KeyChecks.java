package org.stellaops.attestor.route.sync;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.stellaops.attestor.checkpoint.KeyValidity;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.rekor.LogInfo;
import org.stellaops.attestor.rekor.ShardInfo;
import org.stellaops.attestor.route.fetch.Download;

/** Tries the keys of logs on what the logs show now. Changes nothing. */
public final class KeyChecks {
  private final BackendCatalog backends;
  private final CheckpointStore store;
  private final Clock clock;

  /** Tries the keys of these logs; what these heads show may come outside of a key's time. */
  public KeyChecks(BackendCatalog backends, CheckpointStore store, Clock clock) {
    this.backends = backends;
    this.store = store;
    this.clock = clock;
  }

  /** Begins to look at one log. */
  public KeyCheck begin(@Variable("backend") String id) {
    return new KeyCheck(backends.get(id));
  }

  /** Whether only the server can tell what kind of log it is. */
  public boolean isUnknownType(@Variable("operation") KeyCheck check) {
    return check.backend().kind() == LogKind.UNKNOWN;
  }

  /** Whether the key is that of a server with shards, or of one of them. */
  public boolean hasShards(@Variable("operation") KeyCheck check) {
    LogKind kind = check.backend().kind();
    return kind == LogKind.REKOR_V1 || kind == LogKind.SHARD || check.isRekorV1();
  }

  /** Opens the note of the active shard, or of the one that is looked at. */
  public void checkShard(@Variable("operation") KeyCheck check, @Body Download download) {
    Backend server = backends.get(Backend.serverId(check.backend().id()));
    LogInfo info = download.check(LogInfo::parse);
    Optional<TreeId> treeId = Backend.treeId(check.backend().id());
    ShardInfo tree =
        info.shards().stream()
            .filter(each -> treeId.isEmpty() || treeId.equals(each.resolveTreeId(server.origin())))
            .findFirst()
            .orElseGet(() -> info.shards().get(0));
    Backend shard = tree.resolveTreeId(server.origin()).map(server::shard).orElse(server);
    checkNote(check, shard, new Download(download.request(), download.url(), tree.raw()));
  }

  /** Opens the note that came with the log's key. */
  public void checkNote(@Variable("operation") KeyCheck check, @Body Download download) {
    checkNote(check, check.backend(), download);
  }

  private void checkNote(KeyCheck check, Backend log, Download download) {
    check.received(download);
    check.setCheckpoint(download.check(note -> log.log().open(note, backends.keys())));
  }

  /**
   * Refuses what the key says while it is not valid, unless that is known already, as a sync does.
   */
  public void requireValidKey(@Variable("operation") KeyCheck check) {
    SignedCheckpoint checkpoint = check.checkpoint().orElseThrow();
    KeyValidity validity = check.backend().validity();
    Instant now = clock.instant();
    if (!validity.includes(now) && checkpoint.head().size() > knownSize(checkpoint)) {
      validity.requireValid(now, checkpoint);
    }
  }

  /** A store that does not answer knows nothing: whoever looks may have trouble with it too. */
  private long knownSize(SignedCheckpoint checkpoint) {
    try {
      return store.find(checkpoint.origin()).map(state -> state.pending().size()).orElse(-1L);
    } catch (AttestorException e) {
      return -1;
    }
  }

  /** The key has opened the checkpoint. */
  public KeyCheckReport passed(@Variable("operation") KeyCheck check) {
    return new KeyCheckReport(check, Optional.empty(), "", "");
  }
}
