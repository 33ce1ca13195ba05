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

/** {@code backend remove}: removes a log from the configuration file. */
@Command(
    name = "remove",
    description = {
      "Remove a log from the configuration file.",
      "Its mirror and stored state are kept and used again if the log is added again."
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
        "removed: " + id + " from " + path + "; restart a running daemon to stop following it");
    out.flush();
  }
}
