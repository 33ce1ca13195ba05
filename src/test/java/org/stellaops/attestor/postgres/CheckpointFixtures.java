package org.stellaops.attestor.postgres;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.note.KeyId;
import org.stellaops.attestor.note.NoteSignature;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.postgres.connection.Database;
import org.stellaops.attestor.postgres.connection.Sql;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.TreeHead;

/** Checkpoints of logs that nobody runs: heads, and notes whose signatures are only bytes. */
final class CheckpointFixtures {
  static final Origin LOG = new Origin("log.example/2026 – ü");
  static final KeyId KEY = KeyId.parse("cf119915");
  static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");

  private CheckpointFixtures() {}

  /** A head of this size; the same size gives the same root. */
  static TreeHead head(long size) {
    return size == 0 ? TreeHead.EMPTY : head(size, 0);
  }

  /** A head of this size in another history. */
  static TreeHead head(long size, int history) {
    byte[] root = new byte[Hash.BYTES];
    root[0] = (byte) history;
    root[30] = (byte) (size >> 8);
    root[31] = (byte) size;
    return new TreeHead(size, Hash.of(root));
  }

  static SignedNote note(TreeHead head) {
    return note(head, "first");
  }

  static SignedNote note(TreeHead head, String signature) {
    byte[] bytes = signature.getBytes(StandardCharsets.UTF_8);
    return SignedNote.of(
        new Checkpoint(LOG, head, List.of()).text(),
        List.of(new NoteSignature("key.example", KEY, bytes)));
  }

  /** What the route hands to store-checkpoint.sql. */
  static Map<String, Object> parameters(TreeHead head, SignedNote note, Instant now) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("origin", LOG.name());
    parameters.put("backend", "example");
    parameters.put("treeSize", head.size());
    parameters.put("rootHash", head.root().bytes());
    parameters.put("rawNote", note.raw());
    parameters.put("keyName", "key.example");
    parameters.put("keyId", KEY.toString());
    parameters.put("frozen", false);
    parameters.put("consistentFrom", null);
    parameters.put("now", now.atOffset(ZoneOffset.UTC));
    return parameters;
  }

  /** Stores the checkpoint with this head, as the route would. */
  static TreeHead storeCheckpoint(Database database, TreeHead head) throws SQLException {
    new Sql(database)
        .update(
            "insert into rekor_checkpoints (origin, backend, tree_size, root_hash, raw_note,"
                + " key_name, key_id, frozen, first_seen_at, last_seen_at) values (?, 'example', ?,"
                + " ?, ?, 'key.example', ?, false, ?, ?)",
            LOG.name(),
            head.size(),
            head.root().bytes(),
            note(head).raw(),
            KEY.toString(),
            NOON.atOffset(ZoneOffset.UTC),
            NOON.atOffset(ZoneOffset.UTC));
    return head;
  }
}
