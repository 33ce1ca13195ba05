package org.stellaops.attestor.cli.rekor;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.VerifiedAnchors;
import org.stellaops.attestor.cli.BackendSelector;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.mirror.Backend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code anchor list}: lists the stored consistency proofs. */
@Command(
    name = "list",
    description = {
      "List the stored anchors and verify each with the key of the log.",
      "The exit status is 1 if an anchor is invalid."
    },
    footerHeading = "%nExamples:%n",
    footer = "  stella attestor anchor list --backend sigstore-prod")
final class AnchorListCommand implements Callable<Integer> {
  @Mixin private ConfigOption config;
  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

  @Option(
      names = "--backend",
      paramLabel = "ID",
      description = "List only the anchors of this backend.")
  private @Nullable String id;

  @Override
  public Integer call() {
    Settings settings = config.load();
    List<VerifiedAnchors.AnchorStatus> listed = new ArrayList<>();
    try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
      VerifiedAnchors anchors = new VerifiedAnchors(settings);
      for (Backend log : BackendSelector.select(settings, store, id)) {
        listed.addAll(anchors.list(log));
      }
    }
    print(listed, spec.commandLine().getOut());
    return (listed.stream().allMatch(VerifiedAnchors.AnchorStatus::valid)
            ? ExitCode.SUCCESS
            : ExitCode.REJECTED)
        .number();
  }

  private void print(List<VerifiedAnchors.AnchorStatus> listed, PrintWriter out) {
    if (output.isJson()) {
      OutputOption.printJson(out, listed.stream().map(AnchorListCommand::json).toList());
      return;
    }
    TextTable table = new TextTable("Backend", "Size", "Anchored To", "Since", "State");
    listed.forEach(anchor ->
        table.row(
            anchor.backend(),
            Format.count(anchor.from()),
            Format.count(anchor.to()),
            Format.time(Optional.of(anchor.createdAt())),
            anchor.valid() ? "good" : "bad"));
    out.println(table);
    out.flush();
  }

  private static Map<String, Object> json(VerifiedAnchors.AnchorStatus anchor) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("backend", anchor.backend());
    json.put("size", anchor.from());
    json.put("anchoredTo", anchor.to());
    json.put("since", anchor.createdAt().toString());
    json.put("good", anchor.valid());
    return json;
  }
}
