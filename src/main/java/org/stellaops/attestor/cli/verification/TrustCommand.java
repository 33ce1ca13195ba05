package org.stellaops.attestor.cli.verification;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.stellaops.attestor.app.TrustDirectory;
import org.stellaops.attestor.cli.CommandGroup;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.json.JsonObject;
import org.stellaops.attestor.trust.TrustedAuthority;
import org.stellaops.attestor.trust.TrustedLog;
import org.stellaops.attestor.trust.TrustedRoot;
import org.stellaops.attestor.trust.TufMetadata;
import org.stellaops.attestor.trust.ValidityPeriod;
import org.stellaops.attestor.verification.InputFiles;
import org.stellaops.attestor.verification.TrustedRootSource;
import org.stellaops.attestor.verification.TufFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code trust}: the trusted root of this site. */
@Command(name = "trust", description = "Show and replace the trusted root for verification.")
public final class TrustCommand extends CommandGroup {
  @Command(
      name = "import",
      description = {
        "Replace the trusted root of this site and print the changes.",
        "The file is not verified. Import it only from a source that you trust."
      },
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
                      + " and targets.json. Its expiry dates are stored. Its signatures are not"
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
      printLine("dry run: nothing was changed");
    } else {
      directory.store(file, tuf.map(TrustCommand::metadataFiles).orElse(List.of()), carry);
      printLine("imported: " + file + ", sha256 " + newRoot.sha256().hex());
    }
  }

  @Command(
      name = "show",
      description = {
        "Show the members of the trusted root and their validity.",
        "The output also contains the age of the trusted root and the expiry of its TUF "
            + "metadata. Validity periods include their last moment."
      },
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
              description = "Exit with status 4 if the trusted root is older, for example 2160h.")
          Optional<Duration> maxAge) {
    TrustDirectory directory =
        new TrustDirectory(config.loadIfPresent().orElseGet(ConfigOption::defaults));
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
    return InputFiles.list(folder, ".json").stream()
        .filter(file -> !file.endsWith("trusted_root.json"))
        .toList();
  }

  /** Formats a trusted root. The received TUF metadata is from bundles and not trusted. */
  private record TrustView(
      TrustedRootSource trust, List<TufFile> metadata, List<TufFile> received, Instant now) {
    Duration age() {
      Duration age = Duration.between(trust.asOf(), now);
      return age.isNegative() ? Duration.ZERO : age;
    }

    String text() {
      TextTable head = new TextTable("Source:", trust.location());
      head.row("SHA-256:", trust.sha256().hex());
      head.row(
          "As of:", Format.time(Optional.of(trust.asOf())) + ", " + Format.age(age()) + " old");
      if (trust.root().unsupportedLogs() > 0) {
        head.row(
            "Ignored:", trust.root().unsupportedLogs() + " logs with keys of an unsupported type");
      }
      TextTable members = new TextTable("KIND", "NAME", "KEY", "FROM", "TO", "NOW");
      members(trust.root()).forEach(each -> members.row(each.row(now)));
      List<String> parts = new ArrayList<>(List.of(head.toString(), members.toString()));
      if (!metadata.isEmpty() || !received.isEmpty()) {
        TextTable tuf = new TextTable("TUF", "VERSION", "EXPIRES", "NOW", "THIS ROOT", "FILE");
        Stream.concat(metadata.stream(), received.stream()).forEach(each -> tuf.row(row(each)));
        parts.add(tuf.toString());
      }
      return String.join("\n\n", parts);
    }

    /** Returns the fields of {@code -o json}. */
    JsonObject json() {
      return new JsonObject()
          .with("source", trust.location())
          .with("sha256", trust.sha256().hex())
          .with("asOf", trust.asOf().toString())
          .with("ageSeconds", age().toSeconds())
          .with("mediaType", trust.root().mediaType())
          .with("members", members(trust.root()).map(each -> each.json(now)).toList())
          .with("tuf", metadata.stream().map(this::json).toList())
          .with("received", received.stream().map(this::json).toList());
    }

    /** Returns one line for each added ({@code +}) or removed ({@code -}) member. */
    static List<String> changes(TrustedRootSource before, TrustedRootSource after) {
      List<String> previous = summaries(before);
      List<String> current = summaries(after);
      List<String> lines = new ArrayList<>();
      current.stream()
          .filter(line -> !previous.contains(line))
          .map("+ "::concat)
          .forEach(lines::add);
      previous.stream()
          .filter(line -> !current.contains(line))
          .map("- "::concat)
          .forEach(lines::add);
      if (lines.isEmpty()) {
        lines.add("no change: the same members as in " + before.location());
      }
      return lines;
    }

    private static List<String> summaries(TrustedRootSource trust) {
      return members(trust.root()).map(TrustMember::summary).distinct().sorted().toList();
    }

    private String[] row(TufFile file) {
      TufMetadata metadata = file.metadata();
      return new String[] {
        metadata.role(),
        Long.toString(metadata.version()),
        Format.time(Optional.of(metadata.expires())),
        isExpired(metadata) ? "expired" : "valid",
        metadata.trustedRoot().map(hash -> hash.equals(trust.sha256()) ? "yes" : "no").orElse("-"),
        file.file().toString()
      };
    }

    private boolean isExpired(TufMetadata metadata) {
      return now.isAfter(metadata.expires());
    }

    private JsonObject json(TufFile file) {
      TufMetadata metadata = file.metadata();
      return new JsonObject()
          .with("role", metadata.role())
          .with("version", metadata.version())
          .with("expires", metadata.expires().toString())
          .with("expired", isExpired(metadata))
          .with("namesThisRoot", metadata.trustedRoot().map(hash -> hash.equals(trust.sha256())))
          .with("file", file.file().toString());
    }

    private static Stream<TrustMember> members(TrustedRoot root) {
      return Stream.of(
              root.tlogs().stream().map(log -> TrustMember.of("tlog", log)),
              root.certificateAuthorities().stream().map(each -> TrustMember.of("authority", each)),
              root.ctlogs().stream().map(log -> TrustMember.of("ctlog", log)),
              root.timestampAuthorities().stream().map(each -> TrustMember.of("timestamps", each)))
          .flatMap(each -> each);
    }

    /** A log or authority of the trusted root. */
    private record TrustMember(String kind, String name, String key, ValidityPeriod validity) {
      static TrustMember of(String kind, TrustedLog log) {
        String key = kind.equals("tlog") ? log.checkpointKey().keyId().toString() : "";
        return new TrustMember(kind, log.name(), key, log.validity());
      }

      static TrustMember of(String kind, TrustedAuthority authority) {
        String name = authority.root().getSubjectX500Principal().getName();
        return new TrustMember(
            kind, authority.uri().isEmpty() ? name : authority.uri(), "", authority.validity());
      }

      String[] row(Instant now) {
        return new String[] {
          kind,
          name,
          key.isEmpty() ? "-" : key,
          Format.time(Optional.of(validity.start())),
          Format.time(validity.end()),
          state(now)
        };
      }

      String summary() {
        return kind + " " + name + (key.isEmpty() ? "" : "+" + key) + ", " + validity;
      }

      JsonObject json(Instant now) {
        return new JsonObject()
            .with("kind", kind)
            .with("name", name)
            .with("keyId", key.isEmpty() ? null : key)
            .with("start", validity.start().toString())
            .with("end", validity.end())
            .with("state", state(now));
      }

      private String state(Instant now) {
        if (validity.includes(now)) {
          return "valid";
        }
        return now.isBefore(validity.start()) ? "not_yet" : "ended";
      }
    }
  }
}
