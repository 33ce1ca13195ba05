package org.stellaops.attestor.cli.sync;

import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.store.CycleFailure;
import org.stellaops.attestor.mirror.store.StoredEvidence;

/** The command that an operator runs next, for the state of a backend. */
record NextStep(BackendStatus status) {
  /** The command; empty if there is nothing to do. */
  String command() {
    Backend backend = status.backend();
    return switch (status.label()) {
      case QUARANTINED -> quarantine(Backend.serverId(backend.id()));
      case DAMAGED ->
          status.damage().map(lost -> lost.next(backend.id(), !backend.isolated())).orElse("");
      case PAUSED -> "stella attestor backend resume " + Backend.serverId(backend.id());
      case FULL, FAILING ->
          status.facts().lastFailure().map(CycleFailure::failure).map(this::repair).orElse("");
      case STALE -> update();
      case NEW, SYNCING, FROZEN, CURRENT -> "";
    };
  }

  private String quarantine(String id) {
    return "stella attestor evidence show %d; if it is explained: "
            .formatted(status.quarantine().map(StoredEvidence::id).orElse(0L))
        + "stella attestor backend release "
        + id
        + " --reason TEXT";
  }

  private String update() {
    return command(status.backend().updateHint());
  }

  /** The command in a hint, without the words before it. */
  private static String command(String hint) {
    return hint.substring(Math.max(0, hint.indexOf("stella ")));
  }

  private String repair(Failure failure) {
    String id = status.backend().id();
    return switch (failure) {
      case INVALID_NOTE,
          UNTRUSTED_KEY,
          BAD_SIGNATURE,
          WRONG_KEY,
          ORIGIN_MISMATCH,
          UNSIGNED_MISMATCH ->
          "stella attestor backend verify-key " + id;
      case NEW_SHARD ->
          "if it was announced: stella attestor backend accept-shard " + id.replace('/', ' ');
      case SPLIT_VIEW, INCONSISTENT, CROSS_LOG_DIVERGENCE, QUARANTINED, UNFROZEN ->
          "stella attestor evidence list";
      case CONFIGURATION -> "stella attestor config validate";
      case STORE -> "stella attestor checkpoint-store test";
      case CACHE_FULL -> "raise attestor.tileCache.maxCacheSizeBytes, then: " + update();
      case DISK -> "make room or permit writing, then: " + update();
      case CLOCK_SKEW -> "timedatectl";
      case STALE, STALE_REPLICA -> "stella attestor backend confirm " + id + " --checkpoint FILE";
      case BAD_TILE, BAD_PROOF, NETWORK, BUSY, INTERNAL, INCOMPLETE, DAMAGED -> update();
      case BAD_BUNDLE, NOT_INCLUDED, BAD_ATTESTATION -> "stella attestor bundles list";
    };
  }
}
