package org.stellaops.attestor.cli.mirror;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.Retention;
import org.stellaops.attestor.cli.CommandGroup;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.ConfirmPrompt;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.mirror.retention.DirectoryPurge;
import org.stellaops.attestor.mirror.retention.TablePurge;
import org.stellaops.attestor.mirror.store.StoreTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code checkpoint-store}: sets up and tests the database. */
@Command(
    name = "checkpoint-store",
    description = "Set up and test the PostgreSQL database that stores checkpoints.")
public final class CheckpointStoreCommand extends CommandGroup {
  @Command(
      name = "test",
      description = {
        "Connect to the database, check its schema, and list the sizes of its tables.",
        "Tries what a sync does: writing, in a transaction that is rolled back, and locking."
      },
      footer = "  stella attestor checkpoint-store test")
  void test(@Mixin ConfigOption config, @Mixin OutputOption output) {
    Settings settings = config.load();
    try (PostgresStore store = PostgresStore.openUnprepared(settings)) {
      store.verify();
      StoreView view = new StoreView(store.toString(), settings, store.purges().sizes());
      output.print(out(), view::json, view::text);
    }
  }

  @Command(
      name = "purge",
      description = {
        "Remove records and files whose retention is over, as the daemon does.",
        "See attestor.retention in the manual of the configuration. Nothing that a proof needs is"
            + " removed."
      },
      footer = "  stella attestor checkpoint-store purge --dry-run")
  void purge(
      @Mixin ConfigOption config,
      @Option(names = "--dry-run", description = "Only count what would be removed.")
          boolean dryRun) {
    Settings settings = config.load();
    try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
      TablePurge purge = Retention.tables(settings, store.purges(), Clock.systemUTC());
      TextTable table = new TextTable("Purged", dryRun ? "Would Be Removed" : "Removed");
      for (StoreTable each : purge.tables()) {
        table.row(each.label(), Format.count(dryRun ? purge.count(each) : purge.run(each)));
      }
      for (DirectoryPurge each : Retention.files(settings)) {
        table.row(each.directory() + "", Format.count(each.run(Clock.systemUTC(), dryRun)));
      }
      printLine(table.toString());
    }
  }

  @Command(
      name = "init",
      description = {
        "Create the database schema or migrate it to the current version.",
        "With --force, an existing schema is renamed and an empty one is created. Nothing "
            + "is deleted, but every log is then followed as if for the first time."
      },
      footer = {
        "  stella attestor checkpoint-store init",
        "  stella attestor checkpoint-store init \\",
        "      --connection \"Host=localhost;Database=stella;Username=stella\"",
        "  stella attestor checkpoint-store init --force --yes"
      })
  void init(
      @Mixin ConfigOption config,
      @Option(
              names = "--connection",
              paramLabel = "STRING",
              description =
                  "The database: Host=…;Database=…, a JDBC URL or a postgresql:// URI. Default: "
                      + "the configured one. Other users can see the arguments of a command: use "
                      + "passwordFile or passwordEnv of the configuration for the password.")
          @Nullable String connection,
      @Option(
              names = "--force",
              description = "Rename the existing schema and create an empty one.")
          boolean force,
      @Option(names = "--yes", description = "Skip the confirmation prompt.") boolean yes) {
    Optional<Path> file = connection == null ? Optional.of(config.path()) : config.find();
    Settings configured = file.map(ConfigOption.loader()::load).orElseGet(ConfigOption::defaults);
    Settings settings =
        connection == null ? configured : configured.withConnectionString(connection);
    try (PostgresStore store = PostgresStore.openUnprepared(settings)) {
      if (force) {
        ConfirmPrompt.requireYes(yes, "Rename the " + store + " and create an empty one?");
        store
            .retireSchema(Clock.systemUTC().instant())
            .ifPresent(name -> printLine("renamed to: " + name));
      }
      store.initialize();
      printLine("ready: " + store);
    }
    if (!settings.store().equals(configured.store())) {
      printLine(
          "next: set attestor.checkpointStore.connectionString in "
              + file.map(Path::toString).orElse("a configuration file")
              + " for other commands");
    }
  }
}
