package org.stellaops.attestor.cli.backend;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.config.edit.ConfigurationFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code backend remove}: one log less in the configuration file. */
@Command(
    name = "remove",
    description = {
      "Cut a log out of the configuration file.",
      "What is mirrored of it and known of it is kept, and is there again when the log is added",
      "again."
    },
    footerHeading = "%nExamples:%n",
    footer = "  stella attestor backend remove sigstore-prod")
final class BackendRemoveCommand implements Runnable {
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
        "removed: " + id + " from " + path + "; a running daemon follows it until a restart");
    out.flush();
  }
}
