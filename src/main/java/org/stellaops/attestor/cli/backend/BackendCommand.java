package org.stellaops.attestor.cli.backend;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.cli.BackendSelector;
import org.stellaops.attestor.cli.CommandGroup;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.cli.UsageException;
import org.stellaops.attestor.config.BackendSettings;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.edit.ConfigurationFile;
import org.stellaops.attestor.json.JsonObject;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.Shard;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.mirror.store.Pause;
import org.stellaops.attestor.mirror.store.StoredEvidence;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backend}: manages the followed logs. */
@Command(
    name = "backend",
    description = "Manage the followed logs.",
    subcommands = {
      BackendAddCommand.class,
      BackendDiscoverCommand.class,
      BackendConfirmCommand.class,
      BackendVerifyKeyCommand.class
    })
public final class BackendCommand extends CommandGroup {
  @Command(
      name = "release",
      description = "End the quarantine of a backend.",
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
        new StoredEvidence.Release(
            Clock.systemUTC().instant(),
            operator(),
            requireReason(reason, "state why the backend may be followed again"));
    try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
      Backend backend = BackendSelector.selectLog(settings, store, id);
      if (!store.evidence().release(backend.origin(), release)) {
        throw new UsageException(
            "backend '" + backend.id() + "' is not in quarantine",
            "see: stella attestor sync-status");
      }
      printLine("released: " + backend.id() + "; it is followed from the next cycle on");
    }
  }

  @Command(
      name = "pause",
      description = {
        "Stop following a backend until it is resumed.",
        "No daemon on this database starts a cycle of it, and sync --all leaves it out; a running "
            + "cycle is finished. sync --backend ID still runs one."
      },
      footer = "  stella attestor backend pause sigstore-prod --reason \"move of the log\"")
  void pause(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "ID", description = "The backend.") String id,
      @Option(
              names = "--reason",
              required = true,
              paramLabel = "TEXT",
              description = "The reason. It is shown until the backend is resumed.")
          String reason) {
    Settings settings = config.load();
    settings.backend(id);
    Pause pause =
        new Pause(
            id,
            Clock.systemUTC().instant(),
            operator(),
            requireReason(reason, "state why the backend is not to be followed"));
    try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
      printLine(
          store.pauses().save(pause) ? "paused: " + id : "unchanged: " + id + " is paused already");
    }
    printLine("next: stella attestor backend resume " + id);
  }

  @Command(
      name = "resume",
      description = "Follow a paused backend again, from the next cycle on.",
      footer = "  stella attestor backend resume sigstore-prod")
  void resume(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "ID", description = "The backend.") String id) {
    Settings settings = config.load();
    settings.backend(id);
    try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
      if (!store.pauses().remove(id)) {
        throw new UsageException(
            "backend '" + id + "' is not paused", "see: stella attestor sync-status");
      }
      printLine("resumed: " + id + "; it is followed from the next cycle on");
    }
  }

  /** The name of the user who runs the command, for the records of decisions. */
  static String operator() {
    return System.getProperty("user.name", "unknown");
  }

  /** Returns the reason; it must not be empty. */
  static String requireReason(@Nullable String reason, String hint) {
    if (reason == null || reason.isBlank()) {
      throw new UsageException("--reason is empty", hint);
    }
    return reason;
  }

  @Command(
      name = "list",
      description = "List the configured logs, including disabled ones.",
      footer = {"  stella attestor backend list", "  stella attestor backend list -o json"})
  void list(@Mixin ConfigOption config, @Mixin OutputOption output) {
    output.printAll(
        out(),
        config.load().backends(),
        BackendCommand::json,
        new TextTable("Backend", "Origin", "URL", "Type", "Enabled", "Critical"),
        backend ->
            List.of(
                backend.id(),
                backend.origin(),
                backend.baseUrl().toString(),
                backend.type().label(),
                yesOrNo(backend.enabled()),
                yesOrNo(backend.critical())),
        "no backend is configured; see: stella attestor backend add --help");
  }

  private static String yesOrNo(boolean value) {
    return value ? "yes" : "no";
  }

  private static JsonObject json(BackendSettings backend) {
    return new JsonObject()
        .with("backend", backend.id())
        .with("origin", backend.origin())
        .with("url", backend.baseUrl().toString())
        .with("type", backend.type().label())
        .with("keyName", backend.keyName())
        .with(
            "publicKey",
            backend.publicKeyPath().map(Path::toString).or(backend::publicKey).orElseThrow())
        .with("mirrorEntries", backend.mirrorEntries())
        .with("enabled", backend.enabled())
        .with("critical", backend.critical());
  }

  @Command(
      name = "shards",
      description = {
        "List the shards of a Rekor v1 server, the active one first.",
        "A proposed shard must be accepted before it is followed. If it has a key of its own, that "
            + "key must be configured first: backend verify-key ID/TREEID shows it."
      },
      footer = {"  stella attestor backend shards sigstore-prod"})
  void shards(
      @Mixin ConfigOption config,
      @Mixin OutputOption output,
      @Parameters(paramLabel = "ID", description = "The backend.") String id) {
    Settings settings = config.load();
    Backend server = BackendFactory.create(settings, id);
    try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
      output.printAll(
          out(),
          store.shards().of(server.id()),
          shard -> json(server, shard, size(store, server, shard)),
          new TextTable("Tree ID", "State", "Tree Size", "First Seen", "Last Seen"),
          shard ->
              List.of(
                  shard.tree().toString(),
                  shard.state().label(),
                  size(store, server, shard).map(Format::count).orElse("-"),
                  Format.time(Optional.of(shard.firstSeen())),
                  Format.time(Optional.of(shard.lastSeen()))),
          "no shard of '" + server.id() + "' is known");
    }
  }

  private static Optional<Long> size(PostgresStore store, Backend server, Shard shard) {
    return store
        .checkpoints()
        .find(server.shard(shard.tree()).origin())
        .map(LogState::pending)
        .map(head -> head.size());
  }

  private static JsonObject json(Backend server, Shard shard, Optional<Long> size) {
    return new JsonObject()
        .with("backend", server.shard(shard.tree()).id())
        .with("treeId", shard.tree().toString())
        .with("origin", server.shard(shard.tree()).origin().name())
        .with("state", shard.state().label())
        .with("treeSize", size)
        .with("firstSeen", shard.firstSeen().toString())
        .with("lastSeen", shard.lastSeen().toString());
  }

  @Command(
      name = "accept-shard",
      description = {
        "Follow a shard that a Rekor v1 server has opened after first contact.",
        "All shards of a server have one key, so the key does not prove that the shard is "
            + "intended. Read the announcement of the log first."
      },
      footer = {"  stella attestor backend accept-shard sigstore-prod 1193050959916656506"})
  void acceptShard(
      @Mixin ConfigOption config,
      @Parameters(index = "0", paramLabel = "ID", description = "The backend.") String id,
      @Parameters(
              index = "1",
              paramLabel = "TREEID",
              description = "The tree ID of the shard, a decimal number.")
          String tree) {
    Settings settings = config.load();
    Backend server = BackendFactory.create(settings, id);
    TreeId shard =
        TreeId.tryParse(tree)
            .orElseThrow(() ->
                new UsageException(
                    "invalid tree ID: '" + tree + "'",
                    "use the decimal number at the end of the shard's origin"));
    try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
      if (!store.shards().accept(server.id(), shard, operator(), Clock.systemUTC().instant())) {
        throw new UsageException(
            "backend '" + server.id() + "': no proposed shard: " + shard,
            "see: stella attestor backend shards " + server.id());
      }
      printLine(
          "accepted: " + server.shard(shard).id() + "; it is followed from the next cycle on");
    }
  }

  @Command(
      name = "remove",
      description = {
        "Remove a log from the configuration file.",
        "Its mirror and stored state are kept and used again if the log is added again."
      },
      footer = "  stella attestor backend remove sigstore-prod")
  void remove(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "ID", description = "The backend.") String id) {
    Path path = config.path();
    new ConfigurationFile(path, ConfigOption.loader()).remove(id);
    printLine(
        "removed: " + id + " from " + path + "; restart a running daemon to stop following it");
  }
}
