package org.stellaops.attestor.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.FailedCycle;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.mirror.StoredCheckpoint;
import org.stellaops.attestor.mirror.StoredRow;
import org.stellaops.attestor.note.MalformedNoteException;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.TreeHead;

/** Rows as values. */
final class StoredRows {
  private StoredRows() {}

  static LogState state(ResultSet row) throws SQLException {
    boolean mirrored = row.getObject("mirrored_size") != null;
    return new LogState(
        new Origin(row.getString("origin")),
        row.getString("backend"),
        head(row, "pending_size", "pending_root"),
        mirrored ? head(row, "mirrored_size", "mirrored_root") : TreeHead.EMPTY,
        row.getLong("covered_size"),
        row.getLong("minimum_index"),
        row.getBoolean("frozen"),
        time(row, "first_seen_at").orElseThrow(),
        time(row, "last_growth_at").orElseThrow(),
        time(row, "last_success_at"),
        lastFailure(row));
  }

  static StoredCheckpoint checkpoint(ResultSet row) throws SQLException {
    Origin origin = new Origin(row.getString("origin"));
    TreeHead head = head(row, "tree_size", "root_hash");
    return new StoredCheckpoint(
        origin,
        head,
        note(origin, head, row.getBytes("raw_note")),
        time(row, "first_seen_at").orElseThrow(),
        time(row, "last_seen_at").orElseThrow());
  }

  static StoredRow asItLies(ResultSet row) throws SQLException {
    return new StoredRow(
        row.getLong("tree_size"),
        row.getBytes("root_hash"),
        row.getBytes("raw_note"),
        row.getString("key_name"),
        row.getString("key_id"),
        row.getBoolean("frozen"));
  }

  private static SignedNote note(Origin origin, TreeHead head, byte[] raw) {
    try {
      return SignedNote.parse(raw);
    } catch (MalformedNoteException e) {
      throw new AttestorException(
          Failure.STORE,
          "the stored checkpoint of "
              + origin
              + " at size "
              + head.size()
              + " is no note any more: "
              + e.getMessage(),
          "the database is damaged; restore rekor_checkpoints from a backup",
          e);
    }
  }

  private static TreeHead head(ResultSet row, String size, String root) throws SQLException {
    return new TreeHead(row.getLong(size), Hash.of(row.getBytes(root)));
  }

  private static Optional<FailedCycle> lastFailure(ResultSet row) throws SQLException {
    Optional<Instant> at = time(row, "last_failure_at");
    if (at.isEmpty()) {
      return Optional.empty();
    }
    String word = row.getString("last_failure");
    Failure failure =
        Arrays.stream(Failure.values())
            .filter(known -> known.word().equals(word))
            .findFirst()
            .orElse(Failure.INTERNAL); // a word of a newer program
    return Optional.of(new FailedCycle(at.get(), failure, row.getString("last_failure_message")));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
