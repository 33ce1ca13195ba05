package org.stellaops.attestor.cli.mirror;

import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.cli.CommandGroup;
import org.stellaops.attestor.cli.ConfigOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code checkpoint-store}: the database of checkpoints. */
@Command(
    name = "checkpoint-store",
    description = "Prepare and test the PostgreSQL that keeps checkpoints.",
    subcommands = CheckpointStoreInitCommand.class,
    synopsisSubcommandLabel = "COMMAND")
public final class CheckpointStoreCommand extends CommandGroup {
  @Command(
      name = "test",
      description = "Connect, and check that the schema is there.",
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
