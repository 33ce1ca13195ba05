package org.stellaops.attestor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.TimeUtils;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.config.schema.Default;
import org.stellaops.attestor.config.schema.DurationText;
import org.stellaops.attestor.config.schema.DurationType;
import org.stellaops.attestor.config.schema.SettingKey;

class PlaceholdersTest {
  private static final String EVERYTHING =
      """
      attestor:
        dataDir: /srv/attestor
        rekorSync:
          enabled: false
          syncInterval: 1h30m
          initialDelay: 0
          enableTileSync: false
          maxTilesPerSync: 100
          parallelRequests: 16
          requestsPerSecond: 50
          requestTimeout: 1s500ms
          retries: 0
          retryDelay: 2s
          maxRetryAfter: 10m
          contact: ops@example.org
          workEndpoint: jms:queue:mirror-unit
          parallelUnits: 3
          backends:
            - id: one
              origin: log.example.org
              baseUrl: https://log.example.org
              publicKey: %s
            - id: two
              origin: two.example.org/log
              baseUrl: http://127.0.0.1:8080/log
              readUrl: file:///srv/log
              type: tlog-tiles
              publicKeyPath: /etc/stella/keys/two.pub
              keyName: two.example.org
              mirrorEntries: false
              enabled: false
        checkpointStore:
          connectionString: postgresql://stella@localhost/stella
          passwordFile: /run/secrets/stella-db
          schema: stella
          autoInitializeSchema: false
        tileCache:
          basePath: /srv/tiles
          maxCacheSizeBytes: 10GiB
          autoPruneAfter: 720h
        monitoring:
          enabled: false
          host: 0.0.0.0
          port: 9465
      """
          .formatted(SettingsFixture.VKEY);

  @Test
  void containsEveryKey() {
    for (String yaml : Set.of(SettingsFixture.ONE_BACKEND, EVERYTHING, "attestor: {}")) {
      Settings settings = SettingsFixture.parse(yaml);
      Set<String> expected =
          SettingKeys.all().stream()
              .flatMap(key -> paths(key, settings.backends().size()))
              .collect(Collectors.toSet());
      assertThat(settings.toProperties().stringPropertyNames()).isEqualTo(expected);
    }
  }

  @Test
  void printsValuesInConfigurationSyntax() {
    assertThat(SettingsFixture.parse(EVERYTHING).placeholders())
        .containsEntry("attestor.rekorSync.syncInterval", "1h30m")
        .containsEntry("attestor.rekorSync.initialDelay", "0")
        .containsEntry("attestor.rekorSync.requestTimeout", "1s500ms")
        .containsEntry("attestor.rekorSync.enableTileSync", "false")
        .containsEntry("attestor.rekorSync.backends[0].id", "one")
        .containsEntry("attestor.rekorSync.backends[0].type", "auto")
        .containsEntry("attestor.rekorSync.backends[0].readUrl", "")
        .containsEntry("attestor.rekorSync.backends[0].keyName", "log.example.org")
        .containsEntry("attestor.rekorSync.backends[1].readUrl", "file:///srv/log/")
        .containsEntry("attestor.rekorSync.backends[1].publicKey", "")
        .containsEntry("attestor.tileCache.maxCacheSizeBytes", "10737418240")
        .containsEntry("attestor.tileCache.autoPruneAfter", "720h");
  }

  @Test
  void absentKeysHaveDefaults() {
    Map<String, String> values = SettingsFixture.parse(SettingsFixture.ONE_BACKEND).placeholders();
    Set<String> set = Set.of("id", "origin", "baseUrl", "publicKey");
    SettingKeys.all().stream()
        .filter(key -> key.defaultValue().kind() == Default.Kind.VALUE && !set.contains(key.name()))
        .forEach(key ->
            assertThat(values)
                .containsEntry(key.path().replace("[]", "[0]"), key.defaultValue().text()));
  }

  @Test
  void roundTripsThroughYaml() {
    Settings settings = SettingsFixture.parse(EVERYTHING);
    assertThat(SettingsFixture.parse(yaml(settings))).isEqualTo(settings);
  }

  @Test
  void camelResolvesEveryKey() throws Exception {
    Settings settings = SettingsFixture.parse(EVERYTHING);
    CamelContext camel = new DefaultCamelContext();
    try {
      camel.getPropertiesComponent().setInitialProperties(settings.toProperties());
      camel.start();
      settings
          .placeholders()
          .forEach((key, value) ->
              assertThat(camel.resolvePropertyPlaceholders("{{" + key + "}}"))
                  .as(key)
                  .isEqualTo(value));
    } finally {
      camel.stop();
    }
  }

  @Test
  void camelParsesEveryDuration() {
    Properties properties = SettingsFixture.parse(EVERYTHING).toProperties();
    SettingKeys.all().stream()
        .filter(key -> key.type() instanceof DurationType)
        .map(key -> properties.getProperty(key.path()))
        .forEach(
            text -> assertThat(TimeUtils.toDuration(text)).isEqualTo(DurationText.parse(text)));
  }

  @Test
  void hidesPasswords() {
    Settings settings =
        SettingsFixture.parse(
            """
            attestor:
              checkpointStore:
                connectionString: postgresql://stella:s3cret@localhost/stella?sslpassword=s3cret2
            """);
    assertThat(settings.toProperties())
        .containsEntry(
            "attestor.checkpointStore.connectionString",
            "postgresql://stella:***@localhost/stella?sslpassword=***");
    assertThat(settings.toProperties().toString()).doesNotContain("s3cret");
  }

  private static Stream<String> paths(SettingKey<?> key, int backends) {
    return key.path().contains("[]")
        ? IntStream.range(0, backends).mapToObj(i -> key.path().replace("[]", "[" + i + "]"))
        : Stream.of(key.path());
  }

  /** The settings as one file, each value as its placeholder has it. */
  private static String yaml(Settings settings) {
    Map<String, String> values = settings.placeholders();
    StringBuilder yaml = new StringBuilder("attestor:\n");
    for (String section : SettingKeys.all().stream().map(SettingKey::section).distinct().toList()) {
      String[] parts = section.split("\\.");
      if (!section.contains("[]") && parts.length == 2) {
        yaml.append("  ").append(parts[1]).append(":\n");
      }
      if (!section.contains("[]")) {
        appendKeys(yaml, values, section, "  ".repeat(parts.length));
        continue;
      }
      yaml.append("    backends:\n");
      for (int i = 0; i < settings.backends().size(); i++) {
        yaml.append("      -\n");
        appendKeys(yaml, values, section.replace("[]", "[" + i + "]"), "        ");
      }
    }
    return yaml.toString();
  }

  private static void appendKeys(
      StringBuilder yaml, Map<String, String> values, String section, String indent) {
    values.forEach((path, value) -> {
      if (path.matches("\\Q" + section + "\\E\\.[A-Za-z]+")) {
        String name = path.substring(section.length() + 1);
        String text = value.isEmpty() ? "\"\"" : value;
        yaml.append(indent).append(name).append(": ").append(text).append('\n');
      }
    });
  }
}
