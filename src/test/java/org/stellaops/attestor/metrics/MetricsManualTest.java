package org.stellaops.attestor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the table of metrics in the manual current. */
class MetricsManualTest {
  private static final Path MANUAL = Path.of("docs/operations.md");
  private static final String START =
      "<!-- metrics: generated from class Metric; MetricsManualTest shows how -->\n";
  private static final String END = "<!-- end of metrics -->\n";

  @Test
  void manualHasTheTableOfMetrics() throws IOException {
    String manual = Files.readString(MANUAL);
    int start = manual.indexOf(START) + START.length();
    int end = manual.indexOf(END);
    if (Boolean.getBoolean("attestor.regenerate")) {
      Files.writeString(MANUAL, manual.substring(0, start) + table() + manual.substring(end));
      return;
    }
    assertThat(manual.substring(start, end))
        .as("rewrite the table with -Dattestor.regenerate=true")
        .isEqualTo(table());
  }

  @Test
  void tableIsSortedByName() {
    List<String> names = Arrays.stream(Metric.values()).map(Metric::metricName).toList();

    assertThat(names).isSorted().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void followsTheNamingRulesOfPrometheus(Metric metric) {
    assertThat(metric.metricName()).matches("attestor_[a-z_]+");
    assertThat(metric.metricName().endsWith("_total"))
        .isEqualTo(metric.type() == Metric.Type.COUNTER);
    assertThat(metric.labels()).allMatch(label -> label.matches("[a-z_]+"));
    assertThat(metric.help()).matches("[A-Z1].*[^.]").doesNotContain("|");
  }

  @ParameterizedTest
  @EnumSource
  void isServedAsDeclared(Metric metric) {
    MetricsPage page = new MetricsPage();
    String[] values = metric.labels().stream().map(label -> "x").toArray(String[]::new);
    switch (metric.type()) {
      case COUNTER -> page.counter(metric, values);
      case GAUGE -> page.gauge(metric, () -> 7, values);
      default -> page.histogram(metric, new double[] {1}, values).record(7);
    }

    PrometheusText text = PrometheusText.parse(page.scrape());
    assertThat(text.types()).containsEntry(metric.metricName(), metric.type().label());
    assertThat(text.help(metric.metricName())).isEqualTo(metric.help());
    String labels =
        metric.labels().stream().sorted().map(l -> l + "=\"x\"").collect(Collectors.joining(","));
    assertThat(text.samples().keySet())
        .anyMatch(series -> series.endsWith(labels.isEmpty() ? "" : "{" + labels + "}"));
  }

  private static String table() {
    return Arrays.stream(Metric.values())
        .map(metric ->
            "| `%s` | %s | %s | %s |\n"
                .formatted(
                    metric.metricName(),
                    metric.type().label(),
                    metric.labels().stream()
                        .map(label -> "`" + label + "`")
                        .collect(Collectors.joining(", ")),
                    metric.help())
                .replace("|  |", "| |"))
        .collect(
            Collectors.joining(
                "", "| name | type | labels | description |\n|---|---|---|---|\n", ""));
  }
}
