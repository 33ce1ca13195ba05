package org.stellaops.attestor.cli.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.stellaops.attestor.cli.CommandGroup;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.config.SettingKeys;
import org.stellaops.attestor.config.schema.SettingKey;
import org.stellaops.attestor.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code config}: commands for the configuration file. */
@Command(
    name = "config",
    description = "Create, validate and show the configuration and explain its keys.",
    subcommands = {ConfigInitCommand.class, ConfigValidateCommand.class})
public final class ConfigCommand extends CommandGroup {
  @Command(
      name = "show",
      description = {
        "Show every key with its value and the line that sets it.",
        "A key without a line has its default. Passwords are not shown."
      },
      footer = {"  stella attestor config show", "  stella attestor config show -o json"})
  void show(@Mixin ConfigOption config, @Mixin OutputOption output) {
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
        out(),
        () -> json(file, values, lines),
        () -> "File: " + file + System.lineSeparator() + table);
  }

  private static JsonObject json(
      Path file, Map<String, String> values, Map<String, Integer> lines) {
    List<JsonObject> settings =
        values.entrySet().stream()
            .map(setting ->
                new JsonObject()
                    .with("key", setting.getKey())
                    .with("value", setting.getValue())
                    .with("line", lines.get(setting.getKey())))
            .toList();
    return new JsonObject().with("file", file.toString()).with("settings", settings);
  }

  @Command(
      name = "explain",
      description = "Show the description, type, default and example of a key.",
      footer = {
        "  stella attestor config explain syncInterval",
        "  stella attestor config explain attestor.monitoring.port"
      })
  void explain(
      @Mixin OutputOption output,
      @Parameters(paramLabel = "KEY", description = "The full key or its last part.") String name) {
    output.printLines(out(), SettingKeys.resolve(name), ConfigCommand::json, ConfigCommand::text);
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

  private static JsonObject json(SettingKey<?> key) {
    return new JsonObject()
        .with("key", key.path())
        .with("description", key.description())
        .with("type", key.type().description())
        .with("unit", key.unit().isEmpty() ? null : key.unit())
        .with("required", key.defaultValue().isRequired())
        .with("default", key.defaultValue().isRequired() ? null : key.defaultValue().text())
        .with("example", key.example());
  }
}
