package org.stellaops.attestor.route.sync;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.stellaops.attestor.checkpoint.KeyValidity;
import org.stellaops.attestor.checkpoint.LogIdentity;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.rekor.LogInfo;
import org.stellaops.attestor.rekor.ShardInfo;
import org.stellaops.attestor.route.fetch.ApiRequest;
import org.stellaops.attestor.route.fetch.Download;
import org.stellaops.attestor.route.fetch.FetchRequest;
import org.stellaops.attestor.trust.PublicKeyReader;

/**
 * Checks the keys of logs against their current checkpoints. Changes nothing.
 *
 * @param store its heads are accepted outside a key's validity
 */
public record KeyChecks(BackendCatalog backends, CheckpointStore store, Clock clock) {
  private static final int MAX_KEY_BYTES = 16 << 10;

  public KeyCheck begin(@Variable("backend") String id) {
    return new KeyCheck(backends.get(id));
  }

  /** Whether the type of the log must be probed. */
  public boolean isUnknownType(@Variable("operation") KeyCheck check) {
    return check.backend().kind() == LogKind.UNKNOWN;
  }

  /** Whether the log is a Rekor v1 server or a shard of one. */
  public boolean hasShards(@Variable("operation") KeyCheck check) {
    LogKind kind = check.backend().kind();
    return kind == LogKind.REKOR_V1 || kind == LogKind.SHARD || check.isRekorV1();
  }

  /** Opens the note of the active shard, or of the requested one. */
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
    check.setShard(shard);
    try {
      checkNote(check, shard, new Download(download.request(), download.url(), tree.raw()));
    } catch (AttestorException e) {
      if (e.failure() != Failure.UNTRUSTED_KEY || shard.kind() != LogKind.SHARD) {
        throw e;
      }
      check.setUnknownKey(e);
    }
  }

  /** Whether the shard is signed with an unknown key, which the server may offer. */
  public boolean hasUnknownKey(@Variable("operation") KeyCheck check) {
    return check.unknownKey().isPresent();
  }

  /** The request for the key of the shard. */
  public FetchRequest shardKeyRequest(@Variable("operation") KeyCheck check) {
    String tree = Backend.treeId(check.shard().orElseThrow().id()).orElseThrow().toString();
    return FetchRequest.of(
        Backend.serverId(check.backend().id()),
        ApiRequest.get("api/v1/log/publicKey", "treeID=" + tree, MAX_KEY_BYTES));
  }

  /**
   * Keeps the key that the server offers for the shard if it verifies the note, and fails.
   *
   * @throws AttestorException with {@code untrusted_key}, because the server vouches for itself
   */
  public void offerKey(@Variable("operation") KeyCheck check, @Body Download download) {
    LogIdentity log = check.shard().orElseThrow().log();
    VerifierKey key =
        PublicKeyReader.read(log.key().name(), download.bytes(), download.url().toString());
    if (check.isSignedBy(key)) {
      check.setOfferedKey(key);
    }
    throw check.unknownKey().orElseThrow();
  }

  public void checkNote(@Variable("operation") KeyCheck check, @Body Download download) {
    checkNote(check, check.backend(), download);
  }

  private void checkNote(KeyCheck check, Backend log, Download download) {
    check.received(download);
    check.setCheckpoint(download.check(note -> log.log().open(note, backends.keys())));
  }

  /** Rejects a checkpoint outside the key's validity unless it is known already, like a sync. */
  public void requireValidKey(@Variable("operation") KeyCheck check) {
    SignedCheckpoint checkpoint = check.checkpoint().orElseThrow();
    KeyValidity validity = check.backend().validity();
    Instant now = clock.instant();
    if (!validity.includes(now) && checkpoint.head().size() > knownSize(checkpoint)) {
      validity.requireValid(now, checkpoint);
    }
  }

  /** The known size; -1 for none, or if the store, which a check can do without, fails. */
  private long knownSize(SignedCheckpoint checkpoint) {
    try {
      return store.find(checkpoint.origin()).map(state -> state.pending().size()).orElse(-1L);
    } catch (AttestorException e) {
      return -1;
    }
  }

  public KeyCheck finish(@Variable("operation") KeyCheck check) {
    return check;
  }
}
