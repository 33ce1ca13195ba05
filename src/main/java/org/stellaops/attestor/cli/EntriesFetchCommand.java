package org.stellaops.attestor.cli;

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
import org.stellaops.attestor.app.AttestorRuntime;
import org.stellaops.attestor.app.BackendReader;
import org.stellaops.attestor.app.Store;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.route.EntryOrder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code entries fetch}: entries by index or name, each proved. */
@Command(
    name = "fetch",
    description = {
      "Fetch entries of a Rekor v1 log, ten to a request, check that each is in its shard and that the",
      "shard is of the history that we hold, and store each in the form of c2sp.org/tlog-proof with the",
      "entry as extra data. Exports of the log carry them. Exit status 4 if the log left some out."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  stella attestor entries fetch --backend sigstore-prod --index 25579 --index 121904262",
      "  stella attestor entries fetch --backend sigstore-prod --from-file wanted.txt"
    })
final class EntriesFetchCommand implements Callable<Integer> {
  private static final String UUID = "[0-9a-f]{64}|[0-9a-f]{80}";

  @Mixin private ConfigOption config;
  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

  @Option(names = "--backend", required = true, paramLabel = "ID", description = "The backend.")
  private String id = "";

  @Option(
      names = "--index",
      paramLabel = "N",
      description = "An index among the entries of all shards; can be repeated.")
  private List<Long> indexes = List.of();

  @Option(
      names = "--uuid",
      paramLabel = "U",
      description = "The name of an entry, 64 or 80 hexadecimal digits; can be repeated.")
  private List<String> uuids = List.of();

  @Option(
      names = "--from-file",
      paramLabel = "FILE",
      description = "A file with an index or a name in each line.")
  private @Nullable Path file;

  @Override
  public Integer call() throws IOException {
    Settings settings = config.load();
    Backend server = BackendReader.read(settings, Backend.server(id));
    EntryOrder order = order(server);
    try (Store store = Store.toWork(settings, "entries")) {
      try (AttestorRuntime runtime = RoutesOnce.start(settings, store)) {
        return print(runtime.fetch(server.id(), order));
      }
    }
  }

  private EntryOrder order(Backend server) throws IOException {
    List<Long> byIndex = new ArrayList<>(indexes);
    List<String> byName = new ArrayList<>(uuids);
    if (file != null) {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        String word = line.strip();
        if (word.matches("[0-9]{1,18}")) {
          byIndex.add(Long.parseLong(word));
        } else if (!word.isEmpty()) {
          byName.add(word);
        }
      }
    }
    List<String> names = byName.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    names.stream()
        .filter(name -> !name.matches(UUID))
        .findFirst()
        .ifPresent(name -> {
          throw usage("'" + name + "' is neither an index nor the name of an entry");
        });
    if (byIndex.isEmpty() && names.isEmpty() || byIndex.stream().anyMatch(index -> index < 0)) {
      throw usage("it is not said which entries are wanted");
    }
    return new EntryOrder(server, byIndex, names);
  }

  private static AttestorException usage(String what) {
    return new AttestorException(
        Failure.CONFIGURATION, what, "name them with --index N, --uuid U or --from-file FILE");
  }

  private int print(EntryOrder order) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      OutputOption.printJson(out, order.kept().stream().map(EntriesFetchCommand::json).toList());
    } else {
      order
          .kept()
          .forEach(one ->
              out.println(
                  "entry "
                      + one.entry().globalIndex()
                      + ": index "
                      + one.entry().index()
                      + " of '"
                      + one.shard().origin()
                      + "' at size "
                      + Words.count(one.size())
                      + ", "
                      + one.file()));
    }
    out.flush();
    if (order.why().isPresent()) {
      FailureReport.print(order.why().get(), spec.commandLine());
      return order.why().get().failure().exitCode().number();
    }
    return missing(order).number();
  }

  private ExitCode missing(EntryOrder order) {
    if (order.missing().isEmpty()) {
      return ExitCode.GOOD;
    }
    FailureReport.print(
        new AttestorException(
            Failure.INCOMPLETE,
            "the log did not give " + String.join(", ", order.missing()),
            "it may not have them; ask for them alone, or later"),
        spec.commandLine());
    return ExitCode.INCOMPLETE;
  }

  private static Map<String, Object> json(EntryOrder.Kept one) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("backend", one.shard().id());
    json.put("globalIndex", one.entry().globalIndex());
    json.put("index", one.entry().index());
    json.put("uuid", one.entry().uuid());
    json.put("treeSize", one.size());
    json.put("file", one.file().toString());
    return json;
  }
}
