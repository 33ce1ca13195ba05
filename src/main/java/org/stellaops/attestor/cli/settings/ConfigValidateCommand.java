package org.stellaops.attestor.cli.settings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.runtime.AttestorRuntime;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.ProgramVersion;
import org.stellaops.attestor.cli.ReportingCommand;
import org.stellaops.attestor.config.BackendSettings;
import org.stellaops.attestor.config.ConnectionSettings;
import org.stellaops.attestor.config.InvalidSettingsException;
import org.stellaops.attestor.config.Problem;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.json.JsonObject;
import org.stellaops.attestor.route.http.TrustedCertificates;
import picocli.CommandLine.Command;

/** {@code config validate}: checks whether the file is valid. */
@Command(
    name = "validate",
    description = {
      "Validate the configuration file.",
      "Reads the key, certificate, password and route files that it names, but connects to nothing."
          + " Every problem is reported with its line; the exit status is then 2."
    },
    footer = {
      "  stella attestor config validate",
      "  stella attestor config validate --config new.yaml -o json"
    })
final class ConfigValidateCommand extends ReportingCommand implements Callable<ExitCode> {
  @Override
  public ExitCode call() throws IOException {
    Path file = config.path();
    try {
      Settings settings = config.load();
      settings.store().password().ifPresent(password -> password.read(System.getenv()));
      settings.console().password().ifPresent(password -> password.read(System.getenv()));
      ConnectionSettings connections = settings.sync().connections();
      connections.proxyCredentials().ifPresent(source -> source.read(System.getenv()));
      TrustedCertificates.context(connections.caFile());
      for (BackendSettings backend : settings.backends()) {
        BackendFactory.create(settings, backend.id());
      }
      AttestorRuntime.checkRouteFiles(settings, ProgramVersion.number());
      printResult(file, settings);
      return ExitCode.SUCCESS;
    } catch (AttestorException error) {
      if (!output.isJson()) {
        throw error;
      }
      OutputOption.printJson(out(), json(file, problems(error)));
      return error.failure().exitCode();
    }
  }

  private void printResult(Path file, Settings settings) {
    long enabled = settings.backends().stream().filter(BackendSettings::enabled).count();
    String backends = Format.count(settings.backends().size(), "backend", "backends");
    output.print(
        out(),
        () -> json(file, List.of()),
        () -> "good: %s, %s, %d enabled".formatted(file, backends, enabled));
  }

  private static List<JsonObject> problems(AttestorException error) {
    return error instanceof InvalidSettingsException invalid
        ? invalid.problems().stream().map(ConfigValidateCommand::json).toList()
        : List.of(json(new Problem("", 0, "", error.getMessage(), error.hint())));
  }

  private static JsonObject json(Path file, List<JsonObject> problems) {
    return new JsonObject()
        .with("file", file.toString())
        .with("good", problems.isEmpty())
        .with("problems", problems);
  }

  private static JsonObject json(Problem problem) {
    return new JsonObject()
        .with("line", problem.line() == 0 ? null : problem.line())
        .with("key", problem.key().isEmpty() ? null : problem.key())
        .with("what", problem.message())
        .with("hint", problem.hint());
  }
}
