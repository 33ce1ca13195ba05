package org.stellaops.attestor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.stellaops.attestor.app.BackendReader;
import org.stellaops.attestor.app.Store;
import org.stellaops.attestor.checkpoint.Checkpoint;
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

/** An embedded store that knows one log, in a temporary directory, while something looks at it. */
final class RehearsedStore {
  private RehearsedStore() {}

  /**
   * Shows it once.
   *
   * @param text of a configuration file; the data directory is added
   * @param id of the backend that has been in contact
   * @param look takes the configuration file
   */
  static void show(String text, String id, Consumer<Path> look) throws IOException {
    try (Scratch scratch = Scratch.create("stella-rehearsal-")) {
      Path directory = scratch.directory();
      Path file = directory.resolve("attestor.yaml");
      Files.writeString(file, text + "  dataDir: " + directory + "\n");
      Settings settings = new SettingsLoader(directory, directory).load(file);
      try (Store store = Store.toWork(settings, id)) {
        storeHead(store, BackendReader.read(settings, id));
        look.accept(file);
      }
    }
  }

  /** What a first contact leaves, but for a note that anybody has signed. */
  private static void storeHead(Store store, Backend backend) {
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
      throw new AttestorException(Failure.STORE, "nothing can be stored: " + e.getMessage());
    }
    store.checkpoints().begin(backend.origin(), backend.id(), head, now);
  }

  private static SignedNote note(Backend backend, TreeHead head) {
    Checkpoint checkpoint = new Checkpoint(backend.origin(), head, List.of());
    NoteSignature nobodys = new NoteSignature(backend.id(), new KeyId(0), new byte[64]);
    return SignedNote.of(checkpoint.text(), List.of(nobodys));
  }
}
