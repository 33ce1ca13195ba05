package org.stellaops.attestor.cli;

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
import org.stellaops.attestor.app.BackendReader;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.tlog.Rfc6962;
import org.stellaops.attestor.tlog.TreeHead;
import picocli.CommandLine;

/**
 * Goes through the motions of the commands that only look, and answers nobody. The launcher runs it
 * once for each build and each Java, and has the virtual machine archive the classes that it
 * loaded; later commands find them there instead of reading and checking them one by one.
 */
public final class Rehearsal {
  private Rehearsal() {}

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
  private static final String NOWHERE =
      "  checkpointStore:\n    connectionString: Host=127.0.0.1;Port=1;Database=a;Username=a\n";

  /** What is looked at again and again. Keys and hashes are read before the store is asked. */
  private static final List<String> LINES =
      List.of(
          "attestor sync-status",
          "attestor checkpoints list --backend rehearsal",
          "attestor tiles stats --backend rehearsal",
          "attestor backend list",
          "attestor config validate",
          "attestor config show");

  /** A bundle of sigstore-conformance, which is decided about whatever becomes of it. */
  private static final String BUNDLE = "rehearsal.sigstore.json";

  private static final String VERDICT =
      "attestor verify --certificate-identity-regexp .* --certificate-oidc-issuer-regexp .*"
          + " sha256:a0cfc71271d6e278e57cd332ff957c3f7043fdda354c4cbb190a30d56efa01bf --bundle ";

  /** Takes no arguments, changes nothing that lasts, and prints nothing. */
  public static void main(String[] args) throws IOException {
    CommandLine stella = Stella.commandLine();
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    stella.setOut(nowhere).setErr(nowhere);
    stella.execute("--version");
    stella.execute("no-such-command");
    showHelp(stella, nowhere);
    look(nowhere);
    lookAtAStore(nowhere);
    loadWhatAnswersOnly();
    nowhere.println(new TextTable(BackendStatus.HEADINGS).row(status().row()));
    OutputOption.printJson(nowhere, List.of(status().json()));
  }

  /** A log that is being mirrored. */
  private static BackendStatus status() {
    Backend backend =
        BackendReader.read(
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

  private static void look(PrintWriter nowhere) throws IOException {
    Path configuration = Files.createTempFile("stella-rehearsal-", ".yaml");
    Path bundle = Files.createTempFile("stella-rehearsal-", ".json");
    try (InputStream sample = Rehearsal.class.getResourceAsStream(BUNDLE)) {
      Files.writeString(configuration, CONFIGURATION + NOWHERE);
      Files.write(bundle, sample == null ? new byte[0] : sample.readAllBytes());
      for (String line : LINES) {
        execute(line + " --config " + configuration, nowhere);
      }
      execute(VERDICT + bundle + " --config " + configuration, nowhere);
    } finally {
      Files.delete(configuration);
      Files.delete(bundle);
    }
  }

  /** Where none can be, the archive is without what only a store needs that is there. */
  private static void lookAtAStore(PrintWriter nowhere) {
    try {
      RehearsedStore.show(
          CONFIGURATION,
          BACKEND,
          configuration ->
              LINES.forEach(line -> execute(line + " --config " + configuration, nowhere)));
    } catch (IOException | RuntimeException e) {
      nowhere.println("no embedded PostgreSQL runs here: " + e);
    }
  }

  /**
   * What a store that is there needs, and logging, which begins where an embedded one is looked at.
   * The classes need not run to be archived, and which of a driver's will be needed nobody knows.
   */
  private static void loadWhatAnswersOnly() throws IOException {
    LoggerFactory.getLogger(Rehearsal.class).debug("rehearsed");
    // the driver asks how large the heap may be
    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    load(Rehearsal.class, "org/stellaops/attestor/(postgres|app|cli|config|mirror)/");
    load(Driver.class, "org/postgresql/");
  }

  private static void load(Class<?> neighbour, String folders) throws IOException {
    Path jar = Path.of(neighbour.getProtectionDomain().getCodeSource().getLocation().getPath());
    if (!Files.isRegularFile(jar)) {
      return;
    }
    Pattern wanted = Pattern.compile(folders + ".*\\.class");
    try (JarFile classes = new JarFile(jar.toFile())) {
      for (String name :
          classes.stream().map(JarEntry::getName).filter(wanted.asMatchPredicate()).toList()) {
        try {
          Class.forName(
              name.replaceFirst("\\.class$", "").replace('/', '.'),
              false,
              neighbour.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
          continue; // it needs a library that is not here, and so will never be loaded
        }
      }
    }
  }

  private static void execute(String line, PrintWriter nowhere) {
    String[] words = line.split(" ");
    Stella.commandLine(words).setOut(nowhere).setErr(nowhere).execute(words);
  }

  private static void showHelp(CommandLine command, PrintWriter nowhere) {
    command.usage(nowhere);
    command.getSubcommands().values().forEach(each -> showHelp(each, nowhere));
  }
}
