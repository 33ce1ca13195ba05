package org.stellaops.attestor.cli.backend;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.cli.BackendSelector;
import org.stellaops.attestor.cli.CommandGroup;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.config.BackendSettings;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.edit.ConfigurationFile;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.Shard;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.mirror.store.StoredEvidence;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code backend}: manages the followed logs. */
@Command(
    name = "backend",
    description = "Manage the followed logs.",
    subcommands = {
      BackendAddCommand.class,
      BackendDiscoverCommand.class,
      BackendConfirmCommand.class,
      BackendCommand.BackendListCommand.class,
      BackendCommand.BackendShardsCommand.class,
      BackendCommand.BackendAcceptShardCommand.class,
      BackendCommand.BackendRemoveCommand.class,
      BackendVerifyKeyCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class BackendCommand extends CommandGroup {
  @Command(
      name = "release",
      description = "End the quarantine of a backend.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  stella attestor backend release sigstore-prod \\",
        "      --reason \"explained by the log's operator\""
      })
  void release(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "ID", description = "The backend.") String id,
      @Option(
              names = "--reason",
              required = true,
              paramLabel = "TEXT",
              description = "The reason for ending the quarantine. It is stored with the evidence.")
          String reason) {
    Settings settings = config.load();
    StoredEvidence.Release release =
        new StoredEvidence.Release(Clock.systemUTC().instant(), operator(), requireReason(reason));
    try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
      Backend backend = BackendSelector.selectLog(settings, store, id);
      if (!store.evidence().release(backend.origin(), release)) {
        throw new AttestorException(
            Failure.CONFIGURATION,
            "backend '" + backend.id() + "' is not in quarantine",
            "see: stella attestor sync-status");
      }
      out().println("released: " + backend.id() + "; it is followed from the next cycle on");
      out().flush();
    }
  }

  /** The name of the user who runs the command, for the records of decisions. */
  static String operator() {
    return System.getProperty("user.name", "unknown");
  }

  private static String requireReason(String reason) {
    if (reason.isBlank()) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "--reason is empty",
          "state why the backend may be followed again");
    }
    return reason;
  }

  /** {@code backend list}: lists the configured logs. */
  @Command(
      name = "list",
      description = "List the configured logs, including disabled ones.",
      footerHeading = "%nExamples:%n",
      footer = {"  stella attestor backend list", "  stella attestor backend list -o json"})
  static final class BackendListCommand implements Runnable {
    @Mixin private ConfigOption config;
    @Mixin private OutputOption output;
    @Spec private CommandSpec spec;

    @Override
    public void run() {
      List<BackendSettings> backends = config.load().backends();
      TextTable table = new TextTable("Backend", "Origin", "URL", "Type", "Enabled", "Critical");
      backends.forEach(backend ->
          table.row(
              backend.id(),
              backend.origin(),
              backend.baseUrl().toString(),
              backend.type().label(),
              yesOrNo(backend.enabled()),
              yesOrNo(backend.critical())));
      output.print(
          spec.commandLine().getOut(),
          () -> backends.stream().map(BackendListCommand::json).toList(),
          () -> table);
    }

    private static String yesOrNo(boolean value) {
      return value ? "yes" : "no";
    }

    private static Map<String, Object> json(BackendSettings backend) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("backend", backend.id());
      json.put("origin", backend.origin());
      json.put("url", backend.baseUrl().toString());
      json.put("type", backend.type().label());
      json.put("keyName", backend.keyName());
      json.put(
          "publicKey",
          backend.publicKeyPath().map(Path::toString).or(backend::publicKey).orElseThrow());
      json.put("mirrorEntries", backend.mirrorEntries());
      json.put("enabled", backend.enabled());
      json.put("critical", backend.critical());
      return json;
    }
  }

  /** {@code backend shards}: lists the shards of a Rekor v1 server. */
  @Command(
      name = "shards",
      description = {
        "List the shards of a Rekor v1 server, the active one first.",
        "A proposed shard is signed with the key of the server and must be accepted before "
            + "it is followed."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  stella attestor backend shards sigstore-prod"})
  static final class BackendShardsCommand implements Runnable {
    @Mixin private ConfigOption config;
    @Mixin private OutputOption output;
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The backend.")
    private String id = "";

    @Override
    public void run() {
      Settings settings = config.load();
      Backend server = BackendFactory.create(settings, id);
      try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
        List<Shard> shards = store.shards().of(server.id());
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
          OutputOption.printJson(
              out,
              shards.stream()
                  .map(shard -> json(server, shard, size(store, server, shard)))
                  .toList());
          return;
        }
        TextTable table = new TextTable("Tree ID", "State", "Tree Size", "First Seen", "Last Seen");
        shards.forEach(shard ->
            table.row(
                shard.tree().toString(),
                shard.state().label(),
                size(store, server, shard).map(Format::count).orElse("-"),
                Format.time(Optional.of(shard.firstSeen())),
                Format.time(Optional.of(shard.lastSeen()))));
        out.println(table);
        out.flush();
      }
    }

    private static Optional<Long> size(PostgresStore store, Backend server, Shard shard) {
      return store
          .checkpoints()
          .find(server.shard(shard.tree()).origin())
          .map(LogState::pending)
          .map(head -> head.size());
    }

    private static Map<String, Object> json(Backend server, Shard shard, Optional<Long> size) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("backend", server.shard(shard.tree()).id());
      json.put("treeId", shard.tree().toString());
      json.put("origin", server.shard(shard.tree()).origin().name());
      json.put("state", shard.state().label());
      json.put("treeSize", size.orElse(null));
      json.put("firstSeen", shard.firstSeen().toString());
      json.put("lastSeen", shard.lastSeen().toString());
      return json;
    }
  }

  /** {@code backend accept-shard}: follows a new shard of a Rekor v1 server. */
  @Command(
      name = "accept-shard",
      description = {
        "Follow a shard that a Rekor v1 server has opened after first contact.",
        "All shards of a server have one key, so the key does not prove that the shard is "
            + "intended. Read the announcement of the log first."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  stella attestor backend accept-shard sigstore-prod 1193050959916656506"})
  static final class BackendAcceptShardCommand implements Runnable {
    @Mixin private ConfigOption config;
    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ID", description = "The backend.")
    private String id = "";

    @Parameters(
        index = "1",
        paramLabel = "TREEID",
        description = "The tree ID of the shard, a decimal number.")
    private String tree = "";

    @Override
    public void run() {
      Settings settings = config.load();
      Backend server = BackendFactory.create(settings, id);
      TreeId shard =
          TreeId.tryParse(tree)
              .orElseThrow(() ->
                  new AttestorException(
                      Failure.CONFIGURATION,
                      "invalid tree ID: '" + tree + "'",
                      "use the decimal number at the end of the shard's origin"));
      try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
        if (!store.shards().accept(server.id(), shard, operator(), Clock.systemUTC().instant())) {
          throw new AttestorException(
              Failure.CONFIGURATION,
              "backend '" + server.id() + "': no proposed shard: " + shard,
              "see: stella attestor backend shards " + server.id());
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(
            "accepted: " + server.shard(shard).id() + "; it is followed from the next cycle on");
        out.flush();
      }
    }
  }

  /** {@code backend remove}: removes a log from the configuration file. */
  @Command(
      name = "remove",
      description = {
        "Remove a log from the configuration file.",
        "Its mirror and stored state are kept and used again if the log is added again."
      },
      footerHeading = "%nExamples:%n",
      footer = "  stella attestor backend remove sigstore-prod")
  static final class BackendRemoveCommand implements Runnable {
    @Mixin private ConfigOption config;
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The backend.")
    private String id = "";

    @Override
    public void run() {
      Path path = config.path();
      new ConfigurationFile(path, ConfigOption.loader()).remove(id);
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          "removed: " + id + " from " + path + "; restart a running daemon to stop following it");
      out.flush();
    }
  }
}
