package org.stellaops.attestor.cli.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.cli.TempDirectory;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.note.KeyId;
import org.stellaops.attestor.note.NoteSignature;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.Rfc6962;
import org.stellaops.attestor.tlog.TreeHead;

/** An embedded PostgreSQL in a temporary directory that contains the state of one log. */
final class CdsTrainingStore {
  private CdsTrainingStore() {}

  /**
   * Runs an action while the database is open.
   *
   * @param yaml the configuration, to which the data directory is added
   * @param id the backend whose state is stored
   * @param action receives the configuration file
   */
  static void runWithStore(String yaml, String id, Consumer<Path> action) throws IOException {
    try (TempDirectory scratch = TempDirectory.create("stella-training-")) {
      Path directory = scratch.directory();
      Path file = directory.resolve("attestor.yaml");
      Files.writeString(file, yaml + "  dataDir: " + directory + "\n");
      Settings settings = new SettingsLoader(directory, directory).load(file);
      try (PostgresStore store = PostgresStore.openPooled(settings, id)) {
        insertHead(store, BackendFactory.create(settings, id));
        action.accept(file);
      }
    }
  }

  /** Stores the state after first contact, with an invalid signature. */
  private static void insertHead(PostgresStore store, Backend backend) {
    TreeHead head = new TreeHead(1_234_567, Rfc6962.EMPTY);
    Instant now = Instant.now();
    try (Connection connection = store.dataSource().getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into rekor_checkpoints (origin, backend, tree_size, root_hash, raw_note,"
                    + " key_name, key_id, frozen, first_seen_at, last_seen_at)"
                    + " values (?, ?, ?, ?, ?, ?, '00000000', false, now(), now())")) {
      insert.setString(1, backend.origin().name());
      insert.setString(2, backend.id());
      insert.setLong(3, head.size());
      insert.setBytes(4, head.root().bytes());
      insert.setBytes(5, note(backend, head).raw());
      insert.setString(6, backend.id());
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new AttestorException(Failure.STORE, "cannot write: " + e.getMessage());
    }
    store.checkpoints().follow(backend.origin(), backend.id(), head, now);
  }

  private static SignedNote note(Backend backend, TreeHead head) {
    Checkpoint checkpoint = new Checkpoint(backend.origin(), head, List.of());
    NoteSignature invalidSignature = new NoteSignature(backend.id(), new KeyId(0), new byte[64]);
    return SignedNote.of(checkpoint.text(), List.of(invalidSignature));
  }
}
