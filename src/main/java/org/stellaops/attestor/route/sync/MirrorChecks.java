package org.stellaops.attestor.route.sync;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.audit.MirrorInspection;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.Damage;
import org.stellaops.attestor.mirror.store.LogState;

/**
 * Compares the files of a mirror with the database, and records what is lost. The first check of a
 * log in a process looks for every file, later ones for a sample, until something is lost.
 */
public final class MirrorChecks {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.mirror");

  private final CheckpointStore store;
  private final MirrorTree tree;
  private final boolean restores;
  private final boolean connected;
  private final Supplier<String> newStoreId;
  private final Clock clock;
  private final Map<Origin, Long> cursors = new ConcurrentHashMap<>();

  /**
   * @param restores whether a cycle fetches lost files again, as with {@code --full-tiles}
   * @param connected whether this process fetches from logs, for the next command
   * @param newStoreId random store identities
   */
  public MirrorChecks(
      CheckpointStore store,
      MirrorTree tree,
      boolean restores,
      boolean connected,
      Supplier<String> newStoreId,
      Clock clock) {
    this.store = store;
    this.tree = tree;
    this.restores = restores;
    this.connected = connected;
    this.newStoreId = newStoreId;
    this.clock = clock;
  }

  /** Checks the mirror at the begin of an update, and decides whether a cycle restores files. */
  public void check(@Variable("headUpdate") HeadUpdate update) {
    Optional<LogState> state = update.state().filter(log -> update.backend().hasTiles());
    if (state.isEmpty()) {
      return;
    }
    if (state.get().covered() == 0) {
      setDamage(update, Optional.empty());
      bind(update);
      return;
    }
    boolean unbound = state.get().files().storeId().isEmpty();
    boolean known = cursors.containsKey(update.origin());
    inspect(update, restores || unbound || !known || state.get().damage().isPresent());
    Optional<Damage> damage = damage(update);
    if (damage.isEmpty() && unbound) {
      bind(update);
    }
    if (update instanceof SyncCycle cycle) {
      damage
          .filter(lost -> restores && !lost.needsAdoption())
          .filter(lost -> update.backend().kind() != LogKind.SHARD)
          .ifPresent(lost -> cycle.restoreFrom(Math.max(lost.from(), state.get().minimumIndex())));
    }
  }

  /**
   * Fails if the directory or the database is not the right one.
   *
   * @throws AttestorException with {@code damaged} and the command that accepts it
   */
  public void requireAdopted(@Variable("headUpdate") HeadUpdate update) {
    damage(update)
        .filter(Damage::needsAdoption)
        .ifPresent(lost -> {
          throw exception(update, lost);
        });
  }

  /** Fails if the database is older than the files: nothing must overwrite them. */
  public void requireCurrentDatabase(@Variable("headUpdate") HeadUpdate update) {
    damage(update)
        .filter(lost -> lost.kind() == Damage.Kind.OLDER_DATABASE)
        .ifPresent(lost -> {
          throw exception(update, lost);
        });
  }

  /** Looks for every file again after files were written, if some were lost. */
  public void recheck(@Variable("headUpdate") HeadUpdate update) {
    if (damage(update).isPresent()) {
      inspect(update, true);
    }
    if (damage(update).isEmpty()) {
      bind(update);
    }
  }

  /** Records that this directory has the files, and gives it an identity if it has none. */
  void bind(HeadUpdate update) {
    LogState state = update.state().orElseThrow();
    Optional<String> expected = state.files().storeId();
    Optional<String> present = tree.storeId();
    if (expected.isPresent() && expected.equals(present)) {
      return;
    }
    String id = tree.createStoreId(newStoreId.get());
    if (!store.bind(update.origin(), expected, id)) {
      throw new AttestorException(
          Failure.BUSY,
          "another process has changed the store identity of '" + update.origin() + "'",
          "try again");
    }
    update.changeState(log -> log.withFiles(log.files().withStoreId(id)));
  }

  /** Compares the files with the database and records the result. */
  void inspect(HeadUpdate update, boolean whole) {
    Instant now = clock.instant();
    long cursor = cursors.merge(update.origin(), now.getEpochSecond(), (old, start) -> old + 1);
    setDamage(
        update,
        new MirrorInspection(tree, update.backend())
            .run(update.state().orElseThrow(), whole, cursor, now));
  }

  private void setDamage(HeadUpdate update, Optional<Damage> found) {
    Optional<Damage> known = damage(update);
    if (known.isEmpty() && found.isEmpty()
        || known.isPresent() && found.isPresent() && known.get().isSame(found.get())) {
      return;
    }
    store.recordDamage(update.origin(), found);
    update.changeState(log -> log.withFiles(log.files().withDamage(found)));
    String id = update.backend().id();
    if (found.isPresent()) {
      LOG.error("{}: damaged: {} ({})", id, found.get().problem(), found.get().next(id, connected));
    } else {
      LOG.info("{}: the files of the mirror are complete again", id);
    }
  }

  /** The failure of a cycle whose mirror is damaged; empty if it is not. */
  Optional<AttestorException> failure(HeadUpdate update) {
    return damage(update).map(lost -> exception(update, lost));
  }

  private AttestorException exception(HeadUpdate update, Damage lost) {
    return lost.exception(update.backend().id(), connected);
  }

  private static Optional<Damage> damage(HeadUpdate update) {
    return update.state().flatMap(LogState::damage);
  }
}
