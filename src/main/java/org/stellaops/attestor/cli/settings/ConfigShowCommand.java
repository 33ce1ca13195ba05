package org.stellaops.attestor.cli.settings;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code config show}: prints every key with its effective value. */
@Command(
    name = "show",
    description = {
      "Show every key with its value and the line that sets it.",
      "A key without a line has its default. Passwords are not shown."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  stella attestor config show", "  stella attestor config show -o json"})
final class ConfigShowCommand implements Runnable {
  @Mixin private ConfigOption config;
  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    Path file = config.path();
    Map<String, String> values = config.load().placeholders();
    Map<String, Integer> lines = ConfigOption.loader().lines(file);
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      OutputOption.printJson(out, json(file, values, lines));
      return;
    }
    TextTable table = new TextTable("Key", "Value", "Line");
    values.forEach((key, value) ->
        table.row(
            key,
            value.isEmpty() ? "\"\"" : value.lines().findFirst().orElse(""),
            lines.containsKey(key) ? lines.get(key).toString() : "-"));
    out.println("File: " + file);
    out.println(table);
    out.flush();
  }

  private static Map<String, Object> json(
      Path file, Map<String, String> values, Map<String, Integer> lines) {
    List<Map<String, @Nullable Object>> settings =
        values.entrySet().stream().map(entry -> json(entry, lines.get(entry.getKey()))).toList();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", file.toString());
    json.put("settings", settings);
    return json;
  }

  private static Map<String, @Nullable Object> json(
      Map.Entry<String, String> setting, @Nullable Integer line) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("key", setting.getKey());
    json.put("value", setting.getValue());
    json.put("line", line);
    return json;
  }
}
