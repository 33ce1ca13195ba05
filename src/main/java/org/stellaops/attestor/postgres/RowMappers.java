package org.stellaops.attestor.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.store.CycleFailure;
import org.stellaops.attestor.mirror.store.Damage;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.mirror.store.RawCheckpointRow;
import org.stellaops.attestor.mirror.store.StoreBinding;
import org.stellaops.attestor.mirror.store.StoredCheckpoint;
import org.stellaops.attestor.note.MalformedNoteException;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.TreeHead;

/** Maps rows to values. */
final class RowMappers {
  private RowMappers() {}

  static LogState logState(ResultSet row) throws SQLException {
    try {
      return parseLogState(row);
    } catch (MalformedException e) {
      throw new AttestorException(
          Failure.STORE,
          "the row of '%s' in log_heads is damaged: %s"
              .formatted(row.getString("origin"), e.getMessage()),
          "run: stella attestor checkpoints verify --backend " + row.getString("backend"),
          e);
    }
  }

  private static LogState parseLogState(ResultSet row) throws SQLException {
    boolean mirrored = row.getObject("mirrored_size") != null;
    return new LogState(
        new Origin(row.getString("origin")),
        row.getString("backend"),
        head(row, "pending_size", "pending_root"),
        mirrored ? head(row, "mirrored_size", "mirrored_root") : TreeHead.EMPTY,
        row.getLong("covered_size"),
        row.getLong("minimum_index"),
        row.getBoolean("frozen"),
        instant(row, "first_seen_at"),
        instant(row, "last_growth_at"),
        optionalInstant(row, "last_success_at"),
        lastFailure(row),
        new StoreBinding(Optional.ofNullable(row.getString("store_id")), damage(row)));
  }

  private static Optional<Damage> damage(ResultSet row) throws SQLException {
    Optional<Instant> at = optionalInstant(row, "damaged_at");
    if (at.isEmpty()) {
      return Optional.empty();
    }
    String label = row.getString("damage_kind");
    Damage.Kind kind =
        Arrays.stream(Damage.Kind.values())
            .filter(known -> known.label().equals(label))
            .findFirst()
            .orElse(Damage.Kind.MISSING_FILES); // a label of a newer program
    return Optional.of(
        new Damage(
            kind,
            row.getString("damage"),
            row.getLong("damage_from"),
            row.getLong("damage_to"),
            at.get()));
  }

  static StoredCheckpoint storedCheckpoint(ResultSet row) throws SQLException {
    Origin origin = new Origin(row.getString("origin"));
    TreeHead head = head(row, "tree_size", "root_hash");
    return new StoredCheckpoint(
        origin,
        head,
        parseNote(origin, head, row.getBytes("raw_note")),
        instant(row, "first_seen_at"),
        instant(row, "last_seen_at"));
  }

  static RawCheckpointRow rawCheckpointRow(ResultSet row) throws SQLException {
    return new RawCheckpointRow(
        row.getLong("tree_size"),
        row.getBytes("root_hash"),
        row.getBytes("raw_note"),
        row.getString("key_name"),
        row.getString("key_id"),
        row.getBoolean("frozen"));
  }

  private static SignedNote parseNote(Origin origin, TreeHead head, byte[] raw) {
    try {
      return SignedNote.parse(raw);
    } catch (MalformedNoteException e) {
      throw new AttestorException(
          Failure.STORE,
          "stored checkpoint of %s at size %d is damaged: %s"
              .formatted(origin, head.size(), e.getMessage()),
          "restore table rekor_checkpoints from a backup",
          e);
    }
  }

  static TreeHead head(ResultSet row, String size, String root) throws SQLException {
    return new TreeHead(row.getLong(size), Hash.of(row.getBytes(root)));
  }

  private static Optional<CycleFailure> lastFailure(ResultSet row) throws SQLException {
    Optional<Instant> at = optionalInstant(row, "last_failure_at");
    if (at.isEmpty()) {
      return Optional.empty();
    }
    Failure failure =
        failure(row.getString("last_failure"))
            .orElse(Failure.INTERNAL); // a label of a newer program
    return Optional.of(new CycleFailure(at.get(), failure, row.getString("last_failure_message")));
  }

  /** The failure of a row of {@code sync_cycles}; empty if the cycle succeeded. */
  static Optional<CycleFailure> cycleFailure(ResultSet row) throws SQLException {
    Instant at = instant(row, "finished_at");
    String message = row.getString("message");
    return failure(row.getString("outcome"))
        .map(failure -> new CycleFailure(at, failure, String.valueOf(message)));
  }

  private static Optional<Failure> failure(String label) {
    return Arrays.stream(Failure.values()).filter(f -> f.label().equals(label)).findFirst();
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return optionalInstant(row, column).orElseThrow();
  }

  static Optional<Instant> optionalInstant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  static OptionalLong optionalLong(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  static OptionalInt optionalInt(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
