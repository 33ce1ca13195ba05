package org.stellaops.attestor.cli.mirror;

import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.cli.CommandGroup;
import org.stellaops.attestor.cli.ConfigOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code checkpoint-store}: sets up and tests the database. */
@Command(
    name = "checkpoint-store",
    description = "Set up and test the PostgreSQL database that stores checkpoints.",
    subcommands = CheckpointStoreInitCommand.class,
    synopsisSubcommandLabel = "COMMAND")
public final class CheckpointStoreCommand extends CommandGroup {
  @Command(
      name = "test",
      description = "Connect to the database and check its schema.",
      footerHeading = "%nExamples:%n",
      footer = "  stella attestor checkpoint-store test")
  void test(@Mixin ConfigOption config) {
    try (PostgresStore store = PostgresStore.openUnprepared(config.load())) {
      store.verify();
      printLine("good: " + store);
    }
  }

  private void printLine(String line) {
    out().println(line);
    out().flush();
  }
}
