package org.stellaops.attestor.cli.backend;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.config.BackendSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code backend list}: lists the configured logs. */
@Command(
    name = "list",
    description = "List the configured logs, including disabled ones.",
    footerHeading = "%nExamples:%n",
    footer = {"  stella attestor backend list", "  stella attestor backend list -o json"})
final class BackendListCommand implements Runnable {
  @Mixin private ConfigOption config;
  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    List<BackendSettings> backends = config.load().backends();
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      OutputOption.printJson(out, backends.stream().map(BackendListCommand::json).toList());
      return;
    }
    TextTable table = new TextTable("Backend", "Origin", "URL", "Type", "Enabled", "Critical");
    backends.forEach(backend ->
        table.row(
            backend.id(),
            backend.origin(),
            backend.baseUrl().toString(),
            backend.type().label(),
            yesOrNo(backend.enabled()),
            yesOrNo(backend.critical())));
    out.println(table);
    out.flush();
  }

  private static String yesOrNo(boolean value) {
    return value ? "yes" : "no";
  }

  private static Map<String, Object> json(BackendSettings backend) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("backend", backend.id());
    json.put("origin", backend.origin());
    json.put("url", backend.baseUrl().toString());
    json.put("type", backend.type().label());
    json.put("keyName", backend.keyName());
    json.put("publicKey", key(backend));
    json.put("mirrorEntries", backend.mirrorEntries());
    json.put("enabled", backend.enabled());
    json.put("critical", backend.critical());
    return json;
  }

  private static String key(BackendSettings backend) {
    return backend
        .publicKeyPath()
        .map(Path::toString)
        .orElseGet(() -> backend.publicKey().orElseThrow());
  }
}
