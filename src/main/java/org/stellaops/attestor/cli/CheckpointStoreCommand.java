package org.stellaops.attestor.cli;

import org.stellaops.attestor.app.Store;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code checkpoint-store}: the database of checkpoints. */
@Command(
    name = "checkpoint-store",
    description = "Prepare and test the PostgreSQL that keeps checkpoints.",
    subcommands = CheckpointStoreInitCommand.class,
    synopsisSubcommandLabel = "COMMAND")
final class CheckpointStoreCommand extends CommandGroup {
  @Command(
      name = "test",
      description = "Connect, and check that the schema is there.",
      footerHeading = "%nExamples:%n",
      footer = "  stella attestor checkpoint-store test")
  void test(@Mixin ConfigOption config) {
    try (Store store = Store.asItIs(config.load())) {
      store.verify();
      say("good: " + store);
    }
  }

  private void say(String line) {
    out().println(line);
    out().flush();
  }
}
