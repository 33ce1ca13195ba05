package org.stellaops.attestor.cli.verification;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.stellaops.attestor.app.TrustDirectory;
import org.stellaops.attestor.cli.CommandGroup;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.DurationConverter;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.verification.TrustedRootSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code trust}: the trusted root of this site. */
@Command(
    name = "trust",
    description = "Show and replace the trusted root for verification.",
    synopsisSubcommandLabel = "COMMAND")
public final class TrustCommand extends CommandGroup {
  @Command(
      name = "import",
      description = {
        "Replace the trusted root of this site and print the changes.",
        "The file is not verified. Import it only from a source that you trust."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  stella attestor trust import trusted_root.json --dry-run",
        "  stella attestor trust import trusted_root.json --tuf metadata/ --carry"
      })
  void importRoot(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "FILE", description = "The trusted_root.json of Sigstore.")
          Path file,
      @Option(
              names = "--tuf",
              paramLabel = "DIR",
              description =
                  "A directory with the TUF metadata of the trusted root, such as timestamp.json"
                      + " and targets.json. It is kept for its dates. Its signatures are not"
                      + " verified.")
          Optional<Path> tuf,
      @Option(
              names = "--carry",
              description =
                  "Include the trusted root and its metadata in exported bundles, for information.")
          boolean carry,
      @Option(names = "--dry-run", description = "Print the changes, and change nothing.")
          boolean dryRun) {
    TrustDirectory directory = new TrustDirectory(config.load());
    TrustedRootSource newRoot = TrustedRootSource.ofFile(file);
    TrustView.changes(directory.current(), newRoot).forEach(out()::println);
    if (dryRun) {
      out().println("dry run: nothing was changed");
    } else {
      directory.store(file, tuf.map(TrustCommand::metadataFiles).orElse(List.of()), carry);
      out().println("imported: " + file + ", sha256 " + newRoot.sha256().hex());
    }
    out().flush();
  }

  @Command(
      name = "show",
      description = {
        "Show the members of the trusted root and their validity.",
        "The output also contains the age of the trusted root and the expiry of its TUF "
            + "metadata. Validity periods include their last moment."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  stella attestor trust show",
        "  stella attestor trust show --trusted-root trusted_root.json -o json",
        "  stella attestor trust show --max-age 2160h"
      })
  void show(
      @Mixin ConfigOption config,
      @Mixin OutputOption output,
      @Option(
              names = "--trusted-root",
              paramLabel = "FILE",
              description = "Show this trusted root. Default: the trusted root of this site.")
          Optional<Path> file,
      @Option(
              names = "--max-age",
              paramLabel = "DURATION",
              converter = DurationConverter.class,
              description = "Exit with status 4 if the trusted root is older, for example 2160h.")
          Optional<Duration> maxAge) {
    Settings settings =
        config.find().map(ConfigOption.loader()::load).orElseGet(ConfigOption::defaults);
    TrustDirectory directory = new TrustDirectory(settings);
    TrustedRootSource trust = file.map(TrustedRootSource::ofFile).orElseGet(directory::current);
    TrustView view =
        new TrustView(
            trust, directory.metadata(), directory.received(), Clock.systemUTC().instant());
    output.print(out(), view::json, view::text);
    if (maxAge.isPresent() && view.age().compareTo(maxAge.get()) > 0) {
      throw new AttestorException(
          Failure.STALE,
          "the trusted root is " + Format.age(view.age()) + " old",
          "import a newer one: stella attestor trust import trusted_root.json");
    }
  }

  private static List<Path> metadataFiles(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .filter(file -> !file.getFileName().toString().equals("trusted_root.json"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new AttestorException(
          Failure.CONFIGURATION, "cannot read " + folder, "check that the directory exists", e);
    }
  }
}
