package org.stellaops.attestor.cli.settings;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.config.BackendSettings;
import org.stellaops.attestor.config.InvalidSettingsException;
import org.stellaops.attestor.config.Problem;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code config validate}: checks whether the file is valid. */
@Command(
    name = "validate",
    description = {
      "Validate the configuration file.",
      "Reads the key and password files that it names, but connects to nothing. Every problem is"
          + " reported with its line; the exit status is then 2."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  stella attestor config validate",
      "  stella attestor config validate --config new.yaml -o json"
    })
final class ConfigValidateCommand implements Callable<Integer> {
  @Mixin private ConfigOption config;
  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Path file = config.path();
    try {
      Settings settings = config.load();
      settings.store().password().ifPresent(password -> password.read(System.getenv()));
      settings.console().password().ifPresent(password -> password.read(System.getenv()));
      for (BackendSettings backend : settings.backends()) {
        BackendFactory.create(settings, backend.id());
      }
      printResult(file, settings);
      return ExitCode.SUCCESS.number();
    } catch (AttestorException error) {
      if (!output.isJson()) {
        throw error;
      }
      OutputOption.printJson(out(), json(file, problems(error)));
      return error.failure().exitCode().number();
    }
  }

  private void printResult(Path file, Settings settings) {
    if (output.isJson()) {
      OutputOption.printJson(out(), json(file, List.of()));
      return;
    }
    long enabled = settings.backends().stream().filter(BackendSettings::enabled).count();
    out()
        .println(
            "good: "
                + file
                + ", "
                + Format.count(settings.backends().size(), "backend", "backends")
                + ", "
                + enabled
                + " enabled");
    out().flush();
  }

  private static List<Map<String, Object>> problems(AttestorException error) {
    return error instanceof InvalidSettingsException invalid
        ? invalid.problems().stream().map(ConfigValidateCommand::json).toList()
        : List.of(json(new Problem("", 0, "", error.getMessage(), error.hint())));
  }

  private static Map<String, Object> json(Path file, List<Map<String, Object>> problems) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", file.toString());
    json.put("good", problems.isEmpty());
    json.put("problems", problems);
    return json;
  }

  private static Map<String, Object> json(Problem problem) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("line", problem.line() == 0 ? null : problem.line());
    json.put("key", problem.key().isEmpty() ? null : problem.key());
    json.put("what", problem.message());
    json.put("hint", problem.hint());
    return json;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
