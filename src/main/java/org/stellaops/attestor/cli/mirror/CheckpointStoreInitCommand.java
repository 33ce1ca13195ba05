package org.stellaops.attestor.cli.mirror;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.ConfirmPrompt;
import org.stellaops.attestor.config.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code checkpoint-store init}: the schema, made or renewed. */
@Command(
    name = "init",
    description = {
      "Create the schema, or bring it to the newest version.",
      "With --force the schema that is there is put aside under another name, nothing in it is"
          + " lost,",
      "and an empty one is created: every log is then followed as if for the first time."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  stella attestor checkpoint-store init",
      "  stella attestor checkpoint-store init \\",
      "      --connection \"Host=localhost;Database=stella;Username=stella\"",
      "  stella attestor checkpoint-store init --force --yes"
    })
final class CheckpointStoreInitCommand implements Runnable {
  @Mixin private ConfigOption config;
  @Spec private CommandSpec spec;

  @Option(
      names = "--connection",
      paramLabel = "STRING",
      description = {
        "The PostgreSQL, instead of the configured one: Host=…;Database=…, a JDBC URL or a",
        "postgresql:// URI. Others see the arguments of a command: leave the password to",
        "passwordFile or passwordEnv of the configuration."
      })
  private @Nullable String connection;

  @Option(
      names = "--force",
      description = "Put aside what is there and begin with an empty schema.")
  private boolean force;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Override
  public void run() {
    Optional<Path> file = connection == null ? Optional.of(config.path()) : config.find();
    Settings configured = file.map(ConfigOption.loader()::load).orElseGet(ConfigOption::defaults);
    Settings settings =
        connection == null ? configured : configured.withConnectionString(connection);
    try (PostgresStore store = PostgresStore.openUnprepared(settings)) {
      if (force) {
        ConfirmPrompt.requireYes(yes, "Put aside the " + store + " and begin with an empty one?");
        store
            .retireSchema(Clock.systemUTC().instant())
            .ifPresent(name -> printLine("put aside: " + name));
      }
      store.initialize();
      printLine("ready: " + store);
    }
    if (!settings.store().equals(configured.store())) {
      printLine(
          "next: write it behind attestor.checkpointStore.connectionString in "
              + file.map(Path::toString).orElse("a configuration file")
              + ", where other commands look");
    }
  }

  private void printLine(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }
}
