package org.stellaops.attestor.cli.backend;

import java.io.PrintWriter;
import java.time.Clock;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.TreeId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
final class BackendAcceptShardCommand implements Runnable {
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
    String operator = BackendCommand.operator();
    try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
      if (!store.shards().accept(server.id(), shard, operator, Clock.systemUTC().instant())) {
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
