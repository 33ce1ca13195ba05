package org.stellaops.attestor.cli.rekor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.runtime.AttestorRuntime;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OneShotRuntime;
import org.stellaops.attestor.cli.ReportingCommand;
import org.stellaops.attestor.cli.UsageException;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.json.JsonObject;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.route.rekor.EntryRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code entries fetch}: fetches entries by index or UUID with their inclusion proofs. */
@Command(
    name = "fetch",
    description = {
      "Fetch entries of a Rekor v1 log with their inclusion proofs.",
      "Entries are requested ten at a time. Each is verified to be included in its shard, "
          + "and the shard to be consistent with the stored history. Each is stored as a "
          + "c2sp.org/tlog-proof with the entry as extra data, and exports contain it. The exit "
          + "status is 4 if the log did not return some of them."
    },
    footer = {
      "  stella attestor entries fetch --backend sigstore-prod --index 25579 \\",
      "      --index 121904262",
      "  stella attestor entries fetch --backend sigstore-prod --from-file wanted.txt"
    })
final class EntriesFetchCommand extends ReportingCommand implements Callable<ExitCode> {
  private static final String UUID_PATTERN = "[0-9a-f]{64}|[0-9a-f]{80}";

  @Option(names = "--backend", required = true, paramLabel = "ID", description = "The backend.")
  private String id = "";

  @Option(
      names = "--index",
      paramLabel = "N",
      description =
          "The global index of an entry over all shards. Repeat the option for more entries.")
  private List<Long> indexes = List.of();

  @Option(
      names = "--uuid",
      paramLabel = "U",
      description =
          "The UUID of an entry, 64 or 80 hexadecimal digits. Repeat the option for more entries.")
  private List<String> uuids = List.of();

  @Option(
      names = "--from-file",
      paramLabel = "FILE",
      description = "A file with one index or UUID in each line.")
  private @Nullable Path file;

  @Override
  public ExitCode call() throws IOException {
    Settings settings = config.load();
    Backend server = BackendFactory.create(settings, Backend.serverId(id));
    EntryRequest request = entryRequest(server);
    try (PostgresStore store = PostgresStore.openPooled(settings, "entries");
        AttestorRuntime runtime = OneShotRuntime.start(settings, store)) {
      return print(runtime.fetchEntries(server.id(), request));
    }
  }

  private EntryRequest entryRequest(Backend server) throws IOException {
    List<Long> byIndex = new ArrayList<>(indexes);
    List<String> byUuid = new ArrayList<>(uuids);
    if (file != null) {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        String value = line.strip();
        if (value.matches("[0-9]{1,18}")) {
          byIndex.add(Long.parseLong(value));
        } else if (!value.isEmpty()) {
          byUuid.add(value);
        }
      }
    }
    List<String> normalizedUuids =
        byUuid.stream().map(uuid -> uuid.toLowerCase(Locale.ROOT)).toList();
    normalizedUuids.stream()
        .filter(uuid -> !uuid.matches(UUID_PATTERN))
        .findFirst()
        .ifPresent(uuid -> {
          throw usageError("neither an index nor a UUID: '" + uuid + "'");
        });
    if (byIndex.isEmpty() && normalizedUuids.isEmpty()
        || byIndex.stream().anyMatch(index -> index < 0)) {
      throw usageError("entries fetch needs an index or a UUID");
    }
    return new EntryRequest(server, byIndex, normalizedUuids);
  }

  private static AttestorException usageError(String message) {
    return new UsageException(message, "add --index N, --uuid U or --from-file FILE");
  }

  private ExitCode print(EntryRequest request) {
    output.printLines(
        out(),
        request.stored(),
        EntriesFetchCommand::json,
        stored ->
            "entry %d: index %d of '%s' at size %s, %s"
                .formatted(
                    stored.entry().globalIndex(),
                    stored.entry().index(),
                    stored.shard().origin(),
                    Format.count(stored.size()),
                    stored.file()));
    return report(request.failure().or(() -> missingEntries(request)));
  }

  private static Optional<AttestorException> missingEntries(EntryRequest request) {
    return request.missing().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new AttestorException(
                Failure.INCOMPLETE,
                "the log did not return entries: " + String.join(", ", request.missing()),
                "check the indexes and UUIDs, or try again later"));
  }

  private static JsonObject json(EntryRequest.StoredEntry stored) {
    return new JsonObject()
        .with("backend", stored.shard().id())
        .with("globalIndex", stored.entry().globalIndex())
        .with("index", stored.entry().index())
        .with("uuid", stored.entry().uuid())
        .with("treeSize", stored.size())
        .with("file", stored.file().toString());
  }
}
