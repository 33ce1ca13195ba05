package org.stellaops.attestor.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.Store;
import org.stellaops.attestor.app.StoredAnchors;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.mirror.Backend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code anchor list}: what was anchored. */
@Command(
    name = "list",
    description = {
      "List the anchors that are here, made or imported, each checked again with the log's key.",
      "Exit status 1 if one of them is not good."
    },
    footerHeading = "%nExamples:%n",
    footer = "  stella attestor anchor list --backend sigstore-prod")
final class AnchorListCommand implements Callable<Integer> {
  @Mixin private ConfigOption config;
  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

  @Option(names = "--backend", paramLabel = "ID", description = "Only those of this backend.")
  private @Nullable String id;

  @Override
  public Integer call() {
    Settings settings = config.load();
    List<StoredAnchors.Listed> all = new ArrayList<>();
    try (Store store = Store.toLook(settings)) {
      StoredAnchors anchors = new StoredAnchors(settings);
      for (Backend log : BackendChoice.of(settings, store, id)) {
        all.addAll(anchors.list(log));
      }
    }
    print(all, spec.commandLine().getOut());
    return (all.stream().allMatch(StoredAnchors.Listed::good) ? ExitCode.GOOD : ExitCode.REFUSED)
        .number();
  }

  private void print(List<StoredAnchors.Listed> all, PrintWriter out) {
    if (output.isJson()) {
      OutputOption.printJson(out, all.stream().map(AnchorListCommand::json).toList());
      return;
    }
    TextTable table = new TextTable("Backend", "Size", "Anchored To", "Since", "State");
    all.forEach(one ->
        table.row(
            one.backend(),
            Words.count(one.from()),
            Words.count(one.to()),
            Words.time(Optional.of(one.since())),
            one.good() ? "good" : "bad"));
    out.println(table);
    out.flush();
  }

  private static Map<String, Object> json(StoredAnchors.Listed one) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("backend", one.backend());
    json.put("size", one.from());
    json.put("anchoredTo", one.to());
    json.put("since", one.since().toString());
    json.put("good", one.good());
    return json;
  }
}
