package org.stellaops.attestor.route;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.stellaops.attestor.checkpoint.KeyValidity;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.CheckpointStore;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.rekor.LogInfo;
import org.stellaops.attestor.rekor.ShownTree;

/** Tries the keys of logs on what the logs show now. Changes nothing. */
public final class Keys {
  private final BackendCatalog backends;
  private final CheckpointStore heads;
  private final Clock clock;

  /** Tries the keys of these logs; what these heads show may come outside of a key's time. */
  public Keys(BackendCatalog backends, CheckpointStore heads, Clock clock) {
    this.backends = backends;
    this.heads = heads;
    this.clock = clock;
  }

  /** Begins to look at one log. */
  public KeyLook begin(@Variable("backend") String id) {
    return new KeyLook(backends.get(id));
  }

  /** Whether only the server can tell what kind of log it is. */
  public boolean areOfUnknownKind(@Variable("look") KeyLook look) {
    return look.backend().kind() == LogKind.UNKNOWN;
  }

  /** What only a Rekor v1 server answers. */
  public Request question(@Variable("look") KeyLook look) {
    return Request.of(
        Backend.server(look.backend().id()), Question.get(LogInfo.PATH, "", LogInfo.MAX_BYTES));
  }

  /** What came shows whether it is one. */
  public void find(@Variable("look") KeyLook look, @Body Fetched fetched) {
    LogInfo.parse(fetched.bytes());
    look.foundShards(true);
  }

  /** It is none, or does not answer. */
  public void forgetShards(@Variable("look") KeyLook look) {
    look.foundShards(false);
  }

  /** Whether the key is that of a server with shards, or of one of them. */
  public boolean areOfShards(@Variable("look") KeyLook look) {
    LogKind kind = look.backend().kind();
    return kind == LogKind.REKOR_V1 || kind == LogKind.SHARD || look.hasShards();
  }

  /** What to ask such a server for. */
  public List<Request> requestsOfShards(@Variable("look") KeyLook look) {
    return List.of(question(look));
  }

  /** Opens the note of the active shard, or of the one that is looked at. */
  public void tryOnShard(@Variable("look") KeyLook look, @Body Fetched fetched) {
    Backend server = backends.get(Backend.server(look.backend().id()));
    LogInfo info = fetched.checked(LogInfo::parse);
    Optional<TreeId> wanted = Backend.treeId(look.backend().id());
    ShownTree tree =
        info.trees().stream()
            .filter(each -> wanted.isEmpty() || wanted.equals(each.tree(server.origin())))
            .findFirst()
            .orElseGet(() -> info.trees().get(0));
    Backend shard = tree.tree(server.origin()).map(server::shard).orElse(server);
    tryOn(look, shard, new Fetched(fetched.request(), fetched.from(), tree.raw()));
  }

  /** Opens the note that came with the log's key. */
  public void tryOn(@Variable("look") KeyLook look, @Body Fetched fetched) {
    tryOn(look, look.backend(), fetched);
  }

  private void tryOn(KeyLook look, Backend log, Fetched fetched) {
    look.came(fetched);
    look.opened(fetched.checked(note -> log.log().open(note, backends.keys())));
  }

  /**
   * Refuses what the key says while it is not valid, unless that is known already, as a sync does.
   */
  public void requireValid(@Variable("look") KeyLook look) {
    SignedCheckpoint shown = look.opened().orElseThrow();
    KeyValidity validity = look.backend().validity();
    Instant now = clock.instant();
    if (!validity.includes(now) && shown.head().size() > known(shown)) {
      validity.require(now, shown);
    }
  }

  /** A store that does not answer knows nothing: whoever looks may have trouble with it too. */
  private long known(SignedCheckpoint shown) {
    try {
      return heads.find(shown.origin()).map(state -> state.pending().size()).orElse(-1L);
    } catch (AttestorException e) {
      return -1;
    }
  }

  /** The key has opened the checkpoint. */
  public KeyReport fits(@Variable("look") KeyLook look) {
    return new KeyReport(look, Optional.empty(), "", "");
  }

  /** It has not, or there was none. */
  public KeyReport fail(@Variable("look") KeyLook look, @ExchangeException Exception thrown) {
    AttestorException why = Failures.of(thrown);
    return new KeyReport(look, Optional.of(why.failure()), why.getMessage(), why.hint());
  }
}
