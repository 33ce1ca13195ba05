package org.stellaops.attestor.cli.settings;

import java.nio.file.Path;
import java.util.ArrayList;
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
    TextTable table = new TextTable("Key", "Value", "Line");
    values.forEach((key, value) ->
        table.row(
            key,
            value.isEmpty() ? "\"\"" : value.lines().findFirst().orElse(""),
            lines.containsKey(key) ? lines.get(key).toString() : "-"));
    output.print(
        spec.commandLine().getOut(),
        () -> json(file, values, lines),
        () -> "File: " + file + System.lineSeparator() + table);
  }

  private static Map<String, Object> json(
      Path file, Map<String, String> values, Map<String, Integer> lines) {
    List<Map<String, @Nullable Object>> settings = new ArrayList<>();
    values.forEach((key, value) -> {
      Map<String, @Nullable Object> setting = new LinkedHashMap<>();
      setting.put("key", key);
      setting.put("value", value);
      setting.put("line", lines.get(key));
      settings.add(setting);
    });
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", file.toString());
    json.put("settings", settings);
    return json;
  }
}
