package org.stellaops.attestor.app.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.stellaops.attestor.app.RunMode;
import org.stellaops.attestor.config.SettingsLoader;

class RuntimePropertiesTest {
  private static final Path ROUTES = Path.of("src/main/resources/routes");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}:]*)[^{}]*}}");

  /** The parameters of a template are given by the code that creates a route from it. */
  private static final Pattern PARAMETER = Pattern.compile("- name: (\\w+)");

  /** A folder that is not listed is not found in the jar. */
  @Test
  void everyFolderOfRoutesIsIncluded() throws IOException {
    try (Stream<Path> files = Files.walk(ROUTES)) {
      assertThat(files.filter(Files::isRegularFile).map(ROUTES::relativize).map(Path::toString))
          .isNotEmpty()
          .allMatch(file ->
              RuntimeProperties.builtInRoutes()
                  .matches(
                      "(.*,)?classpath:routes/(\\Q"
                          + file
                          + "\\E|\\Q"
                          + file.replaceFirst("[^/]*$", "")
                          + "\\E\\*\\.camel\\.yaml)(,.*)?"));
    }
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void everyPlaceholderIsDefined(RunMode mode) throws IOException {
    Properties properties = properties(mode, "");
    try (Stream<Path> files = Files.walk(ROUTES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file);
        Set<String> names = find(PLACEHOLDER, text);
        names.removeAll(find(PARAMETER, text));
        assertThat(properties.stringPropertyNames()).as("%s", file).containsAll(names);
      }
    }
  }

  @Test
  void findsPlaceholdersAndTemplateParameter() throws IOException {
    assertThat(find(PLACEHOLDER, Files.readString(ROUTES.resolve("sync/poll.camel.yaml"))))
        .containsExactlyInAnyOrder("backendId", "attestor.rekorSync.syncInterval");
  }

  @ParameterizedTest
  @CsvSource({"DAEMON, true", "QUIET_DAEMON, false", "ONCE, false"})
  void onlyDaemonServesMonitoring(RunMode mode, String serves) {
    Properties properties = properties(mode, "");

    assertThat(properties.getProperty("camel.server.enabled")).isEqualTo(serves);
    assertThat(properties.getProperty("attestor.runtime.serving")).isEqualTo(serves);
    assertThat(properties.getProperty("camel.server.host")).isEqualTo("127.0.0.1");
    assertThat(properties.getProperty("camel.server.port")).isEqualTo("9464");
  }

  @ParameterizedTest
  @CsvSource({"DAEMON, true", "QUIET_DAEMON, true", "ONCE, false"})
  void onlyPollingModesRunTimersAndWatchDirectories(RunMode mode, String expected) {
    String directories =
        """
        initialDelay: 0
          airGap:
            inbox: /in
            outbox: /out
          verify:
            inbox: /attestations
            outbox: /verdicts
            keyPath: key.pub\
        """;

    Properties properties = properties(mode, directories);

    for (String key :
        new String[] {
          "polling",
          "watchesConfiguration",
          "watchesInbox",
          "watchesRequests",
          "watchesAttestations"
        }) {
      assertThat(properties.getProperty("attestor.runtime." + key)).as(key).isEqualTo(expected);
    }
  }

  @Test
  void watchesOnlyConfiguredDirectories() {
    Properties properties = properties(RunMode.DAEMON, "");

    for (String key : new String[] {"Inbox", "Requests", "Attestations"}) {
      assertThat(properties.getProperty("attestor.runtime.watches" + key)).isEqualTo("false");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "seda:mirror-unit, seda:mirror-unit?timeout=0,"
        + " seda:mirror-unit?pollTimeout=100&concurrentConsumers=4",
    "seda:mine?size=5, seda:mine?size=5, seda:mine?size=5",
    "jms:queue:units, jms:queue:units, jms:queue:units",
    "direct:units, direct:units, direct:units"
  })
  void configuresOnlyPlainSedaEndpoint(String endpoint, String producer, String consumer) {
    Properties properties = properties(RunMode.ONCE, "workEndpoint: '" + endpoint + "'");

    assertThat(properties.getProperty("attestor.runtime.workProducer")).isEqualTo(producer);
    assertThat(properties.getProperty("attestor.runtime.workConsumer")).isEqualTo(consumer);
  }

  @Test
  void timersStartWithMinimumDelay() {
    Properties properties = properties(RunMode.DAEMON, "initialDelay: 0");

    assertThat(properties).containsEntry("attestor.rekorSync.initialDelay", "100ms");
  }

  @Test
  void userAgentNamesProgramAndContact() {
    assertThat(properties(RunMode.ONCE, "").getProperty("attestor.runtime.userAgent"))
        .isEqualTo("stella-attestor/1.2.3");
    assertThat(
            properties(RunMode.ONCE, "contact: ops@example.org")
                .getProperty("attestor.runtime.userAgent"))
        .isEqualTo("stella-attestor/1.2.3 (+ops@example.org)");
  }

  @Test
  void httpComponentUsesRequestSettings() {
    Properties properties =
        properties(RunMode.ONCE, "parallelRequests: 3\n    requestTimeout: 1m30s");

    assertThat(properties.getProperty("camel.component.http.client-connection-manager"))
        .isEqualTo("#httpConnections");
    for (String timeout : new String[] {"connect", "connection-request", "so", "response"}) {
      assertThat(properties.getProperty("camel.component.http." + timeout + "-timeout"))
          .as(timeout)
          .isEqualTo("90000");
    }
  }

  private static Properties properties(RunMode mode, String key) {
    String yaml = "attestor:\n  rekorSync:\n    enabled: true\n    " + key + "\n";
    return RuntimeProperties.of(
        new SettingsLoader(Path.of(""), Path.of("data")).parse("test.yaml", yaml), mode, "1.2.3");
  }

  private static Set<String> find(Pattern pattern, String text) {
    Set<String> found = new TreeSet<>();
    pattern.matcher(text).results().map((MatchResult m) -> m.group(1)).forEach(found::add);
    return found;
  }
}
