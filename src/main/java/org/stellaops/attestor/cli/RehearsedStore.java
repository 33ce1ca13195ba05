package org.stellaops.attestor.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.stellaops.attestor.app.BackendReader;
import org.stellaops.attestor.app.Store;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
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
    Path directory = Files.createTempDirectory("stella-rehearsal-");
    try {
      Path file = directory.resolve("attestor.yaml");
      Files.writeString(file, text + "  dataDir: " + directory + "\n");
      Settings settings = new SettingsLoader(directory, directory).load(file);
      try (Store store = Store.toWork(settings, id)) {
        storeHead(store, BackendReader.read(settings, id));
        look.accept(file);
      }
    } finally {
      remove(directory);
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
      insert.setBytes(5, note(backend, head).getBytes(StandardCharsets.UTF_8));
      insert.setString(6, backend.id());
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new AttestorException(Failure.STORE, "nothing can be stored: " + e.getMessage());
    }
    store.checkpoints().begin(backend.origin(), backend.id(), head, now);
  }

  private static String note(Backend backend, TreeHead head) {
    Base64.Encoder base64 = Base64.getEncoder();
    return backend.origin()
        + "\n"
        + head.size()
        + "\n"
        + base64.encodeToString(head.root().bytes())
        + "\n\n— "
        + backend.id()
        + " "
        + base64.encodeToString(new byte[68])
        + "\n";
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
