package org.stellaops.attestor.cli.settings;

import java.nio.file.Path;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.ConfiguredCommand;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.edit.ConfigurationFile;
import org.stellaops.attestor.config.edit.FirstConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code config init}: writes a first configuration file. */
@Command(
    name = "init",
    description = {
      "Write a first configuration file, by default config/attestor.yaml.",
      "The data directory is data in the working directory; for a file below /etc it is"
          + " /var/lib/stella/attestor. An existing file is not changed."
    },
    footer = {
      "  stella attestor config init",
      "  stella attestor config init --isolated --config /etc/stella/attestor.yaml"
    })
final class ConfigInitCommand extends ConfiguredCommand implements Runnable {
  @Option(
      names = "--isolated",
      description = "For a side without a connection to the logs, which imports bundles.")
  private boolean isolated;

  @Override
  public void run() {
    Path path = config.newPath();
    FirstConfiguration first = new FirstConfiguration(ConfigOption.newDataDir(path), isolated);
    Settings settings =
        new ConfigurationFile(path, ConfigOption.loader()).create(first.text(), parsed -> {});
    printLine("created: " + path);
    printLine("data:    " + settings.dataDir());
    String url = isolated ? "http://127.0.0.1:1/" : "URL";
    printLine(
        "next: stella attestor backend add ID --origin ORIGIN --url " + url + " --public-key KEY");
  }
}
