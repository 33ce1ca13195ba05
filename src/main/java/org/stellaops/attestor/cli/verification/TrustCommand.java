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

/** {@code trust}: whom this site trusts to vouch for signers, times and entries. */
@Command(
    name = "trust",
    description = "Show and replace the trusted root by which attestations are verified.",
    synopsisSubcommandLabel = "COMMAND")
public final class TrustCommand extends CommandGroup {
  @Command(
      name = "import",
      description = {
        "Take a trusted root in, by which attestations are verified from now on, and say what it",
        "changes. It is as good as the place from which you have it: nothing in it proves itself."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  stella attestor trust import trusted_root.json --dry-run",
        "  stella attestor trust import trusted_root.json --tuf metadata/ --carry"
      })
  void importRoot(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "FILE", description = "trusted_root.json as Sigstore has it.")
          Path file,
      @Option(
              names = "--tuf",
              paramLabel = "DIR",
              description = {
                "A folder with the TUF metadata that came with it, as timestamp.json and",
                "targets.json. It is kept for its dates; its signatures are not checked here."
              })
          Optional<Path> tuf,
      @Option(
              names = "--carry",
              description = "Have exported bundles carry all of it, for people to look at.")
          boolean carry,
      @Option(names = "--dry-run", description = "Only say what it would change.") boolean dryRun) {
    TrustDirectory directory = new TrustDirectory(config.load());
    TrustedRootSource newRoot = TrustedRootSource.ofFile(file);
    TrustView.changes(directory.current(), newRoot).forEach(out()::println);
    if (dryRun) {
      out().println("nothing was changed");
    } else {
      directory.store(file, tuf.map(TrustCommand::metadataFiles).orElse(List.of()), carry);
      out().println("imported: " + file + ", sha256 " + newRoot.sha256().hex());
    }
    out().flush();
  }

  @Command(
      name = "show",
      description = {
        "Show whom this site trusts, since when and until when, how old that is, and when the TUF",
        "metadata beside it expires. Periods include their last moment."
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
              description = "This one instead of the one that applies.")
          Optional<Path> file,
      @Option(
              names = "--max-age",
              paramLabel = "DURATION",
              converter = DurationConverter.class,
              description = "Exit status 4 if the trusted root is older.")
          Optional<Duration> maxAge) {
    Settings settings =
        config.find().map(ConfigOption.loader()::load).orElseGet(ConfigOption::defaults);
    TrustDirectory directory = new TrustDirectory(settings);
    TrustedRootSource trust = file.map(TrustedRootSource::ofFile).orElseGet(directory::current);
    TrustView view =
        new TrustView(
            trust, directory.metadata(), directory.received(), Clock.systemUTC().instant());
    if (output.isJson()) {
      OutputOption.printJson(out(), view.json());
    } else {
      out().println(view.text());
      out().flush();
    }
    if (maxAge.isPresent() && view.age().compareTo(maxAge.get()) > 0) {
      throw new AttestorException(
          Failure.STALE,
          "the trusted root is " + Format.age(view.age()) + " old",
          "bring a newer one: stella attestor trust import trusted_root.json");
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
          Failure.CONFIGURATION, "cannot read " + folder, "see that the folder is there", e);
    }
  }
}
