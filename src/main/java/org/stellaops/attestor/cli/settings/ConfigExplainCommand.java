package org.stellaops.attestor.cli.settings;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.config.SettingKeys;
import org.stellaops.attestor.config.schema.SettingKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code config explain}: prints the manual entry of a key. */
@Command(
    name = "explain",
    description = "Show the description, type, default and example of a key.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  stella attestor config explain syncInterval",
      "  stella attestor config explain attestor.monitoring.port"
    })
final class ConfigExplainCommand implements Runnable {
  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "KEY", description = "The full key or its last part.")
  private String name = "";

  @Override
  public void run() {
    List<SettingKey<?>> keys = SettingKeys.resolve(name);
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      OutputOption.printJson(out, keys.stream().map(ConfigExplainCommand::json).toList());
      return;
    }
    keys.forEach(key -> out.println(text(key)));
    out.flush();
  }

  private static String text(SettingKey<?> key) {
    String unit = key.unit().isEmpty() ? "" : ", in " + key.unit();
    TextTable table =
        new TextTable("  Description:", key.description())
            .row("  Type:", key.type().description() + unit)
            .row("  Default:", key.defaultValue().toString())
            .row("  Example:", key.name() + ": " + key.example());
    return key.path() + "\n" + table;
  }

  private static Map<String, Object> json(SettingKey<?> key) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("key", key.path());
    json.put("description", key.description());
    json.put("type", key.type().description());
    json.put("unit", key.unit().isEmpty() ? null : key.unit());
    json.put("required", key.defaultValue().isRequired());
    json.put("default", key.defaultValue().isRequired() ? null : key.defaultValue().text());
    json.put("example", key.example());
    return json;
  }
}
