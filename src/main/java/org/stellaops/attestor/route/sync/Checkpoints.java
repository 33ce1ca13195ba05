package org.stellaops.attestor.route.sync;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.metrics.SyncMetrics;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.HeadTransition;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.mirror.MinimumIndex;
import org.stellaops.attestor.mirror.MirrorLayout.NamedFile;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.route.fetch.Download;
import org.stellaops.attestor.route.fetch.FetchContext;
import org.stellaops.attestor.route.fetch.FetchRequest;
import org.stellaops.attestor.tlog.TreeHead;
import org.stellaops.attestor.tlog.TreeShape;

/** Opens, compares, accepts and publishes checkpoints. */
public record Checkpoints(
    BackendCatalog backends,
    CheckpointStore store,
    MirrorTree tree,
    SyncMetrics metrics,
    Clock clock) {
  public FetchRequest checkpointRequest(@Variable("operation") FetchContext context) {
    return FetchRequest.checkpoint(context.backendId());
  }

  /** Opens the note with the log's key. */
  public void open(@Variable("headUpdate") HeadUpdate update, @Body Download download) {
    metrics.recordCheckpointFetched(update.backend().id());
    SignedCheckpoint checkpoint =
        download.check(note -> update.backend().log().open(note, backends.keys()));
    update.setCheckpoint(checkpoint, download.url().toString());
  }

  /** Verifies the cosignatures of trusted witnesses; an invalid one makes the note invalid. */
  public void openCosignatures(@Variable("headUpdate") HeadUpdate update) {
    update.setCosignature(
        update.backend().witnesses().latestCosignature(update.checkpoint().orElseThrow()));
  }

  /** Rejects growth, and a first contact, while the key is not valid. */
  public void requireValidKey(@Variable("headUpdate") HeadUpdate update) {
    SignedCheckpoint advertised = update.checkpoint().orElseThrow();
    long known = update.knownHead().map(TreeHead::size).orElse(-1L);
    if (advertised.head().size() > known) {
      update.backend().validity().requireValid(clock.instant(), advertised);
    }
  }

  /** Whether the note was part of a server's response for all its shards. */
  public boolean isAdvertised(@Variable("advertisedShard") @Nullable AdvertisedShard advertised) {
    return advertised != null;
  }

  /** That note, as if it had been fetched alone. */
  public Download advertisedNote(
      @Variable("headUpdate") HeadUpdate update,
      @Variable("advertisedShard") AdvertisedShard advertised) {
    if (!advertised.accepted()) {
      String server = Backend.serverId(advertised.id());
      throw new AttestorException(
          Failure.NEW_SHARD,
          "the server has a new shard, '" + advertised.shard().origin() + "', signed with its key",
          "if its operator has announced it, run: stella attestor backend accept-shard "
              + server
              + Backend.treeId(advertised.id()).map(tree -> " " + tree).orElse(""));
    }
    byte[] note =
        advertised
            .note()
            .orElseThrow(() ->
                new AttestorException(
                    Failure.NETWORK,
                    "the server no longer lists the shard '" + advertised.shard().origin() + "'",
                    "its mirror is unchanged; contact the log's operator"));
    update.setAdvertised(advertised);
    return new Download(
        FetchRequest.checkpoint(update.backend().id()), URI.create(advertised.from()), note);
  }

  /** Compares the checkpoint with the pending one. */
  public void compare(@Variable("headUpdate") HeadUpdate update) {
    update.setTransition(HeadTransition.of(update.knownHead(), update.checkpoint().orElseThrow()));
  }

  /** Whether the result of the comparison must be proved with tiles. */
  public boolean needsProof(@Variable("headUpdate") HeadUpdate update) {
    return update.backend().kind() != LogKind.SHARD
        && !(update.transition() instanceof HeadTransition.Unchanged);
  }

  /** Whether the checkpoint is that of the pending head or of a larger tree. */
  public boolean isCurrent(@Variable("headUpdate") HeadUpdate update) {
    return !(update.transition() instanceof HeadTransition.Stale);
  }

  /** Whether the pending head must move. */
  public boolean isNew(@Variable("headUpdate") HeadUpdate update) {
    return update.transition().isHeadChange();
  }

  /** The row for the store, by the parameter names of its SQL. */
  public Map<String, @Nullable Object> row(@Variable("headUpdate") HeadUpdate update) {
    return row(update, update.transition().checkpoint(), consistentFrom(update));
  }

  /** The rows of further proved notes from a bundle, smallest first. */
  public List<Map<String, @Nullable Object>> furtherRows(
      @Variable("headUpdate") HeadUpdate update) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    Long previousSize = null;
    for (SignedCheckpoint note : update.furtherNotes()) {
      rows.add(row(update, note, previousSize));
      previousSize = note.head().size();
    }
    return rows;
  }

  private Map<String, @Nullable Object> row(
      HeadUpdate update, SignedCheckpoint checkpoint, @Nullable Long consistentFrom) {
    VerifierKey key = update.backend().log().key();
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("origin", checkpoint.origin().name());
    row.put("backend", update.backend().id());
    row.put("treeSize", checkpoint.head().size());
    row.put("rootHash", checkpoint.head().root().bytes());
    row.put("rawNote", checkpoint.note().raw());
    row.put("signedText", (checkpoint.note().text() + "\n").getBytes(StandardCharsets.UTF_8));
    row.put("keyName", key.name());
    row.put("keyId", key.keyId().toString());
    row.put("frozen", checkpoint.checkpoint().isFrozen());
    row.put("consistentFrom", consistentFrom);
    row.put("now", clock.instant().atOffset(ZoneOffset.UTC));
    return row;
  }

  /** Moves the pending head to the new checkpoint, if no other process moved it meanwhile. */
  public void advancePending(@Variable("headUpdate") HeadUpdate update) {
    TreeHead next = update.transition().checkpoint().head();
    String backend = update.backend().id();
    Instant now = clock.instant();
    if (update.transition() instanceof HeadTransition.Advanced advanced) {
      requireMoved(store.advancePending(update.origin(), advanced.pending(), next, now), update);
      update.changeState(state -> state.withPending(next, now));
    } else {
      requireMoved(store.follow(update.origin(), backend, next, now), update);
      update.setState(LogState.first(update.origin(), backend, next, now));
    }
    metrics.recordCheckpointStored(backend);
  }

  /** Whether everything that the pending checkpoint commits to is on disk, and nothing is lost. */
  public boolean isCovered(@Variable("headUpdate") HeadUpdate update) {
    return update.backend().hasTiles()
        && update
            .state()
            .filter(state -> state.damage().isEmpty())
            .map(state -> state.covered() == state.pending().size())
            .orElse(false);
  }

  /** Moves the mirrored head up to the pending one. */
  public void advanceMirrored(@Variable("headUpdate") HeadUpdate update) {
    LogState state = update.state().orElseThrow();
    if (!state.isComplete()) {
      requireMoved(
          store.advanceMirrored(update.origin(), state.mirrored(), state.pending()), update);
      update.changeState(moved -> moved.withMirrored(moved.pending()));
    }
  }

  /** Writes the mirrored checkpoint after its tiles, then deletes superseded files. */
  public void publish(@Variable("headUpdate") HeadUpdate update) {
    LogState state = update.state().orElseThrow();
    SignedNote note = latestNote(update, state.mirrored());
    Optional<byte[]> published = tree.read(update.origin(), NamedFile.CHECKPOINT);
    if (published.isEmpty() || !Arrays.equals(published.get(), note.raw())) {
      update.lock().requireValid(update.origin());
      tree.publish(update.origin(), note);
      removeSuperseded(update, published.flatMap(raw -> sizeOf(update, raw)).orElse(0L), state);
    }
    if (isCurrent(update)) {
      // the age of the mirror, for verification without a database
      tree.confirm(update.origin(), clock.instant());
    }
  }

  /** Deletes superseded files, also of checkpoints that were superseded while unmirrored. */
  private void removeSuperseded(HeadUpdate update, long old, LogState current) {
    TreeShape shape = new TreeShape(current.mirrored().size());
    LongStream overtaken =
        store.sizesBetween(update.origin(), old, shape.size()).stream().mapToLong(Long::longValue);
    LongStream.concat(LongStream.of(old), overtaken)
        .mapToObj(TreeShape::new)
        .forEach(smaller -> {
          tree.deleteSuperseded(update.origin(), smaller, shape);
          removePruned(update, smaller, current.minimum());
        });
  }

  private void removePruned(HeadUpdate update, TreeShape old, MinimumIndex minimum) {
    old.partials()
        .filter(partial -> minimum.withholds(partial.full()))
        .forEach(partial -> tree.remove(update.origin(), partial.path()));
  }

  /** The size of the previously published checkpoint; empty if the file is damaged. */
  private Optional<Long> sizeOf(HeadUpdate update, byte[] published) {
    try {
      return Optional.of(update.backend().log().open(published, backends.keys()).head().size());
    } catch (AttestorException e) {
      return Optional.empty();
    }
  }

  /** The latest note of the log if it has this head, else the stored one. */
  private SignedNote latestNote(HeadUpdate update, TreeHead head) {
    SignedCheckpoint advertised = update.transition().checkpoint();
    return advertised.head().equals(head)
        ? advertised.note()
        : store.requireCheckpoint(update.backend(), head).note();
  }

  private static @Nullable Long consistentFrom(HeadUpdate update) {
    return update.transition() instanceof HeadTransition.Advanced advanced
        ? advanced.pending().size()
        : null;
  }

  private static void requireMoved(boolean moved, HeadUpdate update) {
    if (!moved) {
      throw new AttestorException(
          Failure.BUSY,
          "another process has moved the head of '" + update.origin() + "'",
          "the next cycle continues from there");
    }
  }
}
