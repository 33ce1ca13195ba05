package org.stellaops.attestor.app.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stellaops.attestor.app.RunMode;
import org.stellaops.attestor.config.InvalidSettingsException;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** The section {@code camel} of a configuration. */
class CamelOptionsTest {
  @Test
  void optionsReachCamelUnderTheirFullNames() {
    Settings settings =
        parse(
            """
            camel:
              component:
                log: {exchange-formatter: "#class:org.apache.camel.support.processor.DefaultExchangeFormatter"}
                bean.lazy-start-producer: true
              beans:
                site: "#class:java.util.ArrayList"
            """);

    assertThat(settings.camel())
        .containsOnly(
            Map.entry(
                "camel.component.log.exchange-formatter",
                "#class:org.apache.camel.support.processor.DefaultExchangeFormatter"),
            Map.entry("camel.component.bean.lazy-start-producer", "true"),
            Map.entry("camel.beans.site", "#class:java.util.ArrayList"));
    assertThat(RuntimeProperties.of(settings, RunMode.DAEMON, "1"))
        .containsAllEntriesOf(settings.camel());
    assertThatCode(() -> CamelOptionsCheck.requireValid(settings.camel()))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "camel.component.seda.queue-sizes, 7",
    "camel.component.absent.url, x",
    "camel.component.seda.queue-size, many",
    "camel.beans.site, #class:org.example.Absent"
  })
  void anUnknownOrInvalidOptionIsNamed(String name, String value) {
    assertThatThrownBy(() -> CamelOptionsCheck.requireValid(Map.of(name, value)))
        .isInstanceOfSatisfying(
            AttestorException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(Failure.CONFIGURATION);
              assertThat(e).hasMessageStartingWith(name + ": no such option");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "'main: {routes-include-pattern: x}', camel.main.routes-include-pattern: set by the program",
    "'main: {jmx-enabled: false}', camel.main.jmx-enabled: set by the program",
    "'main: {shutdown-timeout: 1}', camel.main.shutdown-timeout: set by the program",
    "'server: {port: 1}', camel.server.port: set by the program",
    "'component: {platformHttp: {engine: x}}', camel.component.platformHttp.engine: the program's"
        + " own",
    "'component: {jms: {password: x}}', camel.component.jms.password: a secret",
    "'component: {jms: [x]}', camel.component.jms: this is a single value",
    "'component: {seda: {queue-size: 1}}', camel.component.seda.queue-size: the program's own",
    "'beans: {httpConnections: x}', camel.beans.httpConnections: the program has beans",
    "'component: {jms: {size: 1}, jms.size: 2}', camel.component.jms.size: duplicate key",
    "x, camel: this is a section",
  })
  void optionsThatTheProgramSetsAreRefusedWithTheReason(String section, String problem) {
    assertThatThrownBy(() -> parse("camel:\n  " + section + "\n"))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("test.yaml:")
        .hasMessageContaining(problem);
  }

  private static Settings parse(String yaml) {
    return new SettingsLoader(Path.of(""), Path.of("data"))
        .parse("test.yaml", "attestor:\n  logFormat: json\n" + yaml);
  }
}
