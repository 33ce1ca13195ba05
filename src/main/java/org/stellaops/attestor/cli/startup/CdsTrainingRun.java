package org.stellaops.attestor.cli.startup;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.postgresql.Driver;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.TempDirectory;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.cli.main.Stella;
import org.stellaops.attestor.cli.sync.BackendStatus;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.mirror.store.MirrorState;
import org.stellaops.attestor.mirror.store.MirrorStatus;
import org.stellaops.attestor.note.KeyId;
import org.stellaops.attestor.note.NoteSignature;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.Rfc6962;
import org.stellaops.attestor.tlog.TreeHead;
import picocli.CommandLine;

/**
 * Runs the read-only commands and discards their output. The launcher starts it once for each build
 * and each Java, and archives the loaded classes, so that later commands start faster.
 */
public final class CdsTrainingRun {
  private CdsTrainingRun() {}

  private static final String BACKEND = "training";

  private static final String CONFIGURATION =
      """
      attestor:
        rekorSync:
          backends:
            - id: training
              origin: example.com/foo
              baseUrl: https://example.com/
              publicKey: example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k
      """;

  /** A database that cannot be reached. */
  private static final String UNREACHABLE_STORE =
      "  checkpointStore:\n    connectionString: Host=127.0.0.1;Port=1;Database=a;Username=a\n";

  /** The read-only commands. They read keys and hashes before they connect to the database. */
  private static final List<String> COMMANDS =
      List.of(
          "attestor sync-status",
          "attestor checkpoints list --backend training",
          "attestor tiles stats --backend training",
          "attestor backend list",
          "attestor config validate",
          "attestor config show");

  /** A bundle of sigstore-conformance. Its verdict does not matter. */
  private static final String BUNDLE = "training.sigstore.json";

  private static final String VERIFY_COMMAND =
      "attestor verify --certificate-identity-regexp .* --certificate-oidc-issuer-regexp .*"
          + " sha256:a0cfc71271d6e278e57cd332ff957c3f7043fdda354c4cbb190a30d56efa01bf --bundle ";

  /** Takes no arguments and prints nothing. Its files are temporary. */
  public static void main(String[] args) throws IOException {
    CommandLine stella = Stella.commandLine();
    PrintWriter discard = new PrintWriter(Writer.nullWriter());
    stella.setOut(discard).setErr(discard);
    stella.execute("--version");
    stella.execute("no-such-command");
    showHelp(stella, discard);
    runWithoutStore(discard);
    runWithStore(discard);
    loadStoreClasses();
    discard.println(new TextTable(BackendStatus.HEADINGS).row(sampleStatus().row()));
    OutputOption.printJson(discard, List.of(sampleStatus().json()));
  }

  /** A status with all fields set. */
  private static BackendStatus sampleStatus() {
    Backend backend =
        BackendFactory.create(
            new SettingsLoader(Path.of(""), Path.of("")).parse("training.yaml", CONFIGURATION),
            BACKEND);
    TreeHead head = new TreeHead(1_234_567, Rfc6962.EMPTY);
    Instant now = Instant.now();
    LogState state =
        new LogState(
            backend.origin(),
            backend.id(),
            head,
            TreeHead.EMPTY,
            1_000_000,
            0,
            false,
            now.minusSeconds(90_000),
            now.minusSeconds(60),
            Optional.of(now.minusSeconds(7)),
            Optional.empty());
    return new BackendStatus(
        backend,
        new MirrorStatus.Facts(Optional.of(state), Optional.empty(), false, false),
        MirrorState.CURRENT,
        true,
        Optional.empty(),
        Optional.empty(),
        Duration.ofMinutes(15),
        now);
  }

  private static void runWithoutStore(PrintWriter discard) throws IOException {
    Path configuration = Files.createTempFile("stella-training-", ".yaml");
    Path bundle = Files.createTempFile("stella-training-", ".json");
    try (InputStream sample = CdsTrainingRun.class.getResourceAsStream(BUNDLE)) {
      Files.writeString(configuration, CONFIGURATION + UNREACHABLE_STORE);
      Files.write(bundle, sample == null ? new byte[0] : sample.readAllBytes());
      for (String line : COMMANDS) {
        execute(line + " --config " + configuration, discard);
      }
      execute(VERIFY_COMMAND + bundle + " --config " + configuration, discard);
    } finally {
      Files.delete(configuration);
      Files.delete(bundle);
    }
  }

  /**
   * Runs the commands with an embedded PostgreSQL that contains the state of one log. Where
   * PostgreSQL cannot run, the archive lacks the classes that a connection needs.
   */
  private static void runWithStore(PrintWriter discard) {
    try (TempDirectory scratch = TempDirectory.create("stella-training-")) {
      Path directory = scratch.directory();
      Path file = directory.resolve("attestor.yaml");
      Files.writeString(file, CONFIGURATION + "  dataDir: " + directory + "\n");
      Settings settings = new SettingsLoader(directory, directory).load(file);
      try (PostgresStore store = PostgresStore.openPooled(settings, BACKEND)) {
        insertHead(store, BackendFactory.create(settings, BACKEND));
        COMMANDS.forEach(line -> execute(line + " --config " + file, discard));
      }
    } catch (IOException | RuntimeException e) {
      discard.println("no embedded PostgreSQL runs here: " + e);
    }
  }

  /**
   * Loads the classes for logging and for a connection to a database. Classes are archived even if
   * they do not run, so all classes of the driver are loaded.
   */
  private static void loadStoreClasses() throws IOException {
    LoggerFactory.getLogger(CdsTrainingRun.class).debug("trained");
    // the driver reads the maximum heap size
    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    loadClasses(CdsTrainingRun.class, "org/stellaops/attestor/(postgres|app|cli|config|mirror)/");
    loadClasses(Driver.class, "org/postgresql/");
  }

  private static void loadClasses(Class<?> classInJar, String packages) throws IOException {
    Path jar = Path.of(classInJar.getProtectionDomain().getCodeSource().getLocation().getPath());
    if (!Files.isRegularFile(jar)) {
      return;
    }
    Pattern pattern = Pattern.compile(packages + ".*\\.class");
    try (JarFile classes = new JarFile(jar.toFile())) {
      for (String name :
          classes.stream().map(JarEntry::getName).filter(pattern.asMatchPredicate()).toList()) {
        try {
          Class.forName(
              name.replaceFirst("\\.class$", "").replace('/', '.'),
              false,
              classInJar.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
          continue; // it needs a library that is not on the class path
        }
      }
    }
  }

  private static void execute(String line, PrintWriter discard) {
    String[] arguments = line.split(" ");
    Stella.commandLine(arguments).setOut(discard).setErr(discard).execute(arguments);
  }

  private static void showHelp(CommandLine command, PrintWriter discard) {
    command.usage(discard);
    command.getSubcommands().values().forEach(each -> showHelp(each, discard));
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
