package org.stellaops.attestor.cli.startup;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.cli.main.Stella;
import org.stellaops.attestor.cli.sync.BackendStatus;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.tlog.Rfc6962;
import org.stellaops.attestor.tlog.TreeHead;
import picocli.CommandLine;

/**
 * Goes through the motions of the commands that only look, and answers nobody. The launcher runs it
 * once for each build and each Java, and has the virtual machine archive the classes that it
 * loaded; later commands find them there instead of reading and checking them one by one.
 */
public final class CdsTrainingRun {
  private CdsTrainingRun() {}

  private static final String BACKEND = "rehearsal";

  private static final String CONFIGURATION =
      """
      attestor:
        rekorSync:
          backends:
            - id: rehearsal
              origin: example.com/foo
              baseUrl: https://example.com/
              publicKey: example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k
      """;

  /** A store that is never there. */
  private static final String UNREACHABLE_STORE =
      "  checkpointStore:\n    connectionString: Host=127.0.0.1;Port=1;Database=a;Username=a\n";

  /** What is looked at again and again. Keys and hashes are read before the store is asked. */
  private static final List<String> COMMANDS =
      List.of(
          "attestor sync-status",
          "attestor checkpoints list --backend rehearsal",
          "attestor tiles stats --backend rehearsal",
          "attestor backend list",
          "attestor config validate",
          "attestor config show");

  /** A bundle of sigstore-conformance, which is decided about whatever becomes of it. */
  private static final String BUNDLE = "training.sigstore.json";

  private static final String VERIFY_COMMAND =
      "attestor verify --certificate-identity-regexp .* --certificate-oidc-issuer-regexp .*"
          + " sha256:a0cfc71271d6e278e57cd332ff957c3f7043fdda354c4cbb190a30d56efa01bf --bundle ";

  /** Takes no arguments, changes nothing that lasts, and prints nothing. */
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

  /** A log that is being mirrored. */
  private static BackendStatus sampleStatus() {
    Backend backend =
        BackendFactory.create(
            new SettingsLoader(Path.of(""), Path.of("")).parse("rehearsal.yaml", CONFIGURATION),
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
            false,
            now.minusSeconds(90_000),
            now.minusSeconds(60),
            Optional.of(now.minusSeconds(7)),
            Optional.empty());
    return new BackendStatus(
        backend, Optional.of(state), true, false, true, Duration.ofMinutes(15), now);
  }

  private static void runWithoutStore(PrintWriter discard) throws IOException {
    Path configuration = Files.createTempFile("stella-rehearsal-", ".yaml");
    Path bundle = Files.createTempFile("stella-rehearsal-", ".json");
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

  /** Where none can be, the archive is without what only a store needs that is there. */
  private static void runWithStore(PrintWriter discard) {
    try {
      CdsTrainingStore.runWithStore(
          CONFIGURATION,
          BACKEND,
          configuration ->
              COMMANDS.forEach(line -> execute(line + " --config " + configuration, discard)));
    } catch (IOException | RuntimeException e) {
      discard.println("no embedded PostgreSQL runs here: " + e);
    }
  }

  /**
   * What a store that is there needs, and logging, which begins where an embedded one is looked at.
   * The classes need not run to be archived, and which of a driver's will be needed nobody knows.
   */
  private static void loadStoreClasses() throws IOException {
    LoggerFactory.getLogger(CdsTrainingRun.class).debug("rehearsed");
    // the driver asks how large the heap may be
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
          continue; // it needs a library that is not here, and so will never be loaded
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
}
