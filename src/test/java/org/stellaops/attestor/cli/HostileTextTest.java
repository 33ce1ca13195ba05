package org.stellaops.attestor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.json.JsonObject;
import org.stellaops.attestor.metrics.EventMetrics;
import org.stellaops.attestor.metrics.MetricsPage;
import org.stellaops.attestor.route.SidecarFiles;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.route.monitoring.Events;
import org.stellaops.attestor.sigstore.HostileBundles;
import org.stellaops.attestor.verification.Unreadable;

/** Text of files, servers and bundles in every kind of output. */
class HostileTextTest {
  private static final String TEXT = HostileBundles.FORGERY + "\u0085\u202e\u2028\u009b2K\0";
  private static final Path MAIN = Path.of("src/main/java");

  /** A statement that prints a line, or encodes JSON as text. */
  private static final Pattern OUTPUT =
      Pattern.compile(
          "(?:[oO]ut(?:\\(\\))?|err)\\.println\\((?!\\))[^;]*;|[^;{}]*writeValueAsString\\([^;]*;");

  @Test
  void noOutputHasACharacterThatControlsATerminalOrALine() throws IOException {
    AttestorException error = new AttestorException(Failure.BAD_BUNDLE, TEXT, TEXT);
    BundleReport report =
        BundleReport.ofUnread(
            Path.of("inbox", TEXT.replace("\0", "")), TEXT, Optional.empty(), Instant.EPOCH, error);
    Events events = new Events(new EventMetrics(new MetricsPage()), Clock.systemUTC());
    Map<String, String> outputs = new LinkedHashMap<>();
    outputs.put("table", new TextTable(List.of("NAME")).row(TEXT).toString());
    outputs.put("object", new JsonObject().with(TEXT, TEXT).print());
    outputs.put("import event", events.json(report));
    outputs.put("verdict event", events.json(new Unreadable(TEXT, error, Instant.EPOCH)));
    outputs.put("report", new String(SidecarFiles.json(report.json()), StandardCharsets.UTF_8));
    outputs.put("json", printed(out -> OutputOption.printJson(out, Map.of(TEXT, TEXT))));
    outputs.put("text", printed(out -> new OutputOption().print(out, () -> "", () -> TEXT)));
    outputs.put(
        "lines",
        printed(out ->
            new OutputOption().printLines(out, List.of(TEXT), x -> new JsonObject(), x -> x)));

    outputs.forEach((name, output) -> assertThat(hazards(output)).as(name).isEmpty());
    JsonNode decoded = new ObjectMapper().readTree(outputs.get("json"));
    assertThat(decoded.path(TEXT).asText()).isEqualTo(TEXT);
  }

  /** Such as a command that prints a file name as it is. */
  @Test
  void everyStatementThatPrintsUsesSafeText() throws IOException {
    try (Stream<Path> files = Files.walk(MAIN)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        Matcher output = OUTPUT.matcher(Files.readString(file));
        while (output.find()) {
          boolean followsInFile = file.endsWith("SidecarFiles.java");
          assertThat(followsInFile || output.group().contains("SafeText."))
              .as(file + ": " + output.group())
              .isTrue();
        }
      }
    }
  }

  private static List<String> hazards(String output) {
    return output
        .codePoints()
        .filter(c -> c != '\n' && c != '\t')
        .filter(c ->
            Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT
                || c == 0x2028
                || c == 0x2029)
        .mapToObj(Integer::toHexString)
        .toList();
  }

  private static String printed(java.util.function.Consumer<PrintWriter> output) {
    StringWriter text = new StringWriter();
    PrintWriter writer = new PrintWriter(text);
    output.accept(writer);
    writer.flush();
    return text.toString();
  }
}
