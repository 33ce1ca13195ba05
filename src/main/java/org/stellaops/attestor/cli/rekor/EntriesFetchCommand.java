package org.stellaops.attestor.cli.rekor;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.runtime.AttestorRuntime;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.ExecutionErrorHandler;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OneShotRuntime;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.route.rekor.EntryRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
    footerHeading = "%nExamples:%n",
    footer = {
      "  stella attestor entries fetch --backend sigstore-prod --index 25579 \\",
      "      --index 121904262",
      "  stella attestor entries fetch --backend sigstore-prod --from-file wanted.txt"
    })
final class EntriesFetchCommand implements Callable<Integer> {
  private static final String UUID_PATTERN = "[0-9a-f]{64}|[0-9a-f]{80}";

  @Mixin private ConfigOption config;
  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

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
          "The UUID of an entry, 64 or 80 hexadecimal digits. Repeat the option for more "
              + "entries.")
  private List<String> uuids = List.of();

  @Option(
      names = "--from-file",
      paramLabel = "FILE",
      description = "A file with one index or UUID in each line.")
  private @Nullable Path file;

  @Override
  public Integer call() throws IOException {
    Settings settings = config.load();
    Backend server = BackendFactory.create(settings, Backend.serverId(id));
    EntryRequest request = entryRequest(server);
    try (PostgresStore store = PostgresStore.openPooled(settings, "entries")) {
      try (AttestorRuntime runtime = OneShotRuntime.start(settings, store)) {
        return print(runtime.fetchEntries(server.id(), request));
      }
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
    return new AttestorException(
        Failure.CONFIGURATION, message, "add --index N, --uuid U or --from-file FILE");
  }

  private int print(EntryRequest request) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      OutputOption.printJson(
          out, request.stored().stream().map(EntriesFetchCommand::json).toList());
    } else {
      request
          .stored()
          .forEach(stored ->
              out.println(
                  "entry "
                      + stored.entry().globalIndex()
                      + ": index "
                      + stored.entry().index()
                      + " of '"
                      + stored.shard().origin()
                      + "' at size "
                      + Format.count(stored.size())
                      + ", "
                      + stored.file()));
    }
    out.flush();
    if (request.failure().isPresent()) {
      ExecutionErrorHandler.print(request.failure().get(), spec.commandLine());
      return request.failure().get().failure().exitCode().number();
    }
    return reportMissing(request).number();
  }

  private ExitCode reportMissing(EntryRequest request) {
    if (request.missing().isEmpty()) {
      return ExitCode.SUCCESS;
    }
    ExecutionErrorHandler.print(
        new AttestorException(
            Failure.INCOMPLETE,
            "the log did not return entries: " + String.join(", ", request.missing()),
            "check the names, or try again later"),
        spec.commandLine());
    return ExitCode.INCOMPLETE;
  }

  private static Map<String, Object> json(EntryRequest.StoredEntry stored) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("backend", stored.shard().id());
    json.put("globalIndex", stored.entry().globalIndex());
    json.put("index", stored.entry().index());
    json.put("uuid", stored.entry().uuid());
    json.put("treeSize", stored.size());
    json.put("file", stored.file().toString());
    return json;
  }
}
