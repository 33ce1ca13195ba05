package org.stellaops.attestor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.config.schema.BackendType;
import org.stellaops.attestor.config.schema.LogFormat;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

class SettingsLoaderTest {
  @TempDir Path directory;
  private SettingsLoader loader;

  @BeforeEach
  void createLoader() {
    loader = new SettingsLoader(directory, Path.of("data"));
  }

  @Test
  void loadsSnippetsOfTheGuide() throws IOException {
    Settings settings = loader.load(resource("guide.yaml"));
    RekorSyncSettings sync = settings.sync();
    assertThat(sync.enabled()).isTrue();
    assertThat(sync.syncInterval()).isEqualTo(Duration.ofMinutes(5));
    assertThat(sync.initialDelay()).isEqualTo(Duration.ofSeconds(30));
    assertThat(sync.enableTileSync()).isTrue();
    assertThat(sync.maxTilesPerSync()).isEqualTo(100);
    assertThat(settings.backends())
        .extracting(BackendSettings::id)
        .containsExactly("sigstore-prod", "sigstore-staging");
    BackendSettings prod = settings.backend("sigstore-prod");
    assertThat(prod.origin()).isEqualTo("rekor.sigstore.dev");
    assertThat(prod.baseUrl()).isEqualTo(URI.create("https://rekor.sigstore.dev/"));
    assertThat(prod.publicKeyPath()).contains(Path.of("/etc/stella/keys/rekor-sigstore-prod.pub"));
    assertThat(settings.store().connectionString().orElseThrow().text())
        .isEqualTo("Host=localhost;Database=stella;Username=stella;Password=secret");
    assertThat(settings.store().schema()).isEqualTo("attestor");
    assertThat(settings.store().autoInitializeSchema()).isTrue();
    assertThat(settings.tiles().basePath()).isEqualTo(Path.of("/var/lib/stella/attestor/tiles"));
    assertThat(settings.tiles().maxCacheSizeBytes()).isEqualTo(10_737_418_240L);
    assertThat(settings.tiles().autoPruneAfter()).isEqualTo(Duration.ofDays(30));
  }

  @Test
  void absentKeysHaveDefaults() {
    Settings settings = loader.parse("test.yaml", SettingsFixture.ONE_BACKEND);
    Path data = directory.toAbsolutePath().resolve("data");
    String expected =
        """
        attestor.dataDir = DATA
        attestor.routesDir =
        attestor.watchInterval = 30s
        attestor.logFormat = text
        attestor.rekorSync.enabled = true
        attestor.rekorSync.syncInterval = 5m
        attestor.rekorSync.initialDelay = 30s
        attestor.rekorSync.parallelCycles = 16
        attestor.rekorSync.enableTileSync = true
        attestor.rekorSync.maxTilesPerSync = 100000
        attestor.rekorSync.workEndpoint = seda:mirror-unit
        attestor.rekorSync.parallelUnits = 4
        attestor.rekorSync.parallelRequests = 8
        attestor.rekorSync.requestsPerSecond = 500
        attestor.rekorSync.requestTimeout = 30s
        attestor.rekorSync.retries = 4
        attestor.rekorSync.retryDelay = 500ms
        attestor.rekorSync.maxRetryAfter = 2m
        attestor.rekorSync.contact =
        attestor.rekorSync.proxy =
        attestor.rekorSync.noProxy =
        attestor.rekorSync.proxyCredentialsFile =
        attestor.rekorSync.caFile =
        attestor.rekorSync.backends[0].id = one
        attestor.rekorSync.backends[0].origin = log.example.org
        attestor.rekorSync.backends[0].baseUrl = https://log.example.org/
        attestor.rekorSync.backends[0].readUrl =
        attestor.rekorSync.backends[0].type = auto
        attestor.rekorSync.backends[0].publicKeyPath =
        attestor.rekorSync.backends[0].publicKey = VKEY
        attestor.rekorSync.backends[0].shardKeys =
        attestor.rekorSync.backends[0].keyName = log.example.org
        attestor.rekorSync.backends[0].keyValidFrom =
        attestor.rekorSync.backends[0].keyValidUntil =
        attestor.rekorSync.backends[0].witnessKeys =
        attestor.rekorSync.backends[0].mirrorEntries = true
        attestor.rekorSync.backends[0].enabled = true
        attestor.rekorSync.backends[0].compareUrl =
        attestor.rekorSync.backends[0].critical = true
        attestor.checkpointStore.connectionString =
        attestor.checkpointStore.passwordFile =
        attestor.checkpointStore.passwordEnv =
        attestor.checkpointStore.schema = attestor
        attestor.checkpointStore.autoInitializeSchema = true
        attestor.tileCache.basePath = DATA/tiles
        attestor.tileCache.maxCacheSizeBytes = 0
        attestor.tileCache.autoPruneAfter = 0
        attestor.audit.enabled = true
        attestor.audit.initialDelay = 1h
        attestor.audit.period = 24h
        attestor.audit.bytesPerSecond = 20000000
        attestor.retention.interval = 1h
        attestor.retention.cycles = 2160h
        attestor.retention.growth = 8760h
        attestor.retention.bundles = 8760h
        attestor.retention.proposedShards = 720h
        attestor.retention.maxRows = 1000000
        attestor.retention.refusedFiles = 720h
        attestor.retention.refusedBytes = 1000000000
        attestor.retention.importedFiles = 0
        attestor.retention.outboxKits = 0
        attestor.retention.outboxFiles = 0
        attestor.alerts.noGrowthAfter = 0
        attestor.alerts.webhookUrl =
        attestor.alerts.webhookHeader = Authorization
        attestor.alerts.webhookSecretFile =
        attestor.alerts.webhookSecretEnv =
        attestor.alerts.webhookTimeout = 10s
        attestor.alerts.retryInterval = 1m
        attestor.events.endpoint =
        attestor.airGap.inbox =
        attestor.airGap.inboxInterval = 10s
        attestor.airGap.settleTime = 5m
        attestor.airGap.requireSignedBundles = false
        attestor.airGap.trustedExporters =
        attestor.airGap.trustedImporters =
        attestor.airGap.signingKeyPath =
        attestor.airGap.outbox =
        attestor.airGap.exportInterval = 0
        attestor.airGap.exportContent = entries
        attestor.airGap.exportCompression = gzip
        attestor.airGap.volumeSize = 0
        attestor.verify.trustedRootPath =
        attestor.verify.inbox =
        attestor.verify.outbox =
        attestor.verify.inboxInterval = 10s
        attestor.verify.settleTime = 30s
        attestor.verify.certificateIdentity =
        attestor.verify.certificateIdentityRegexp =
        attestor.verify.certificateOidcIssuer =
        attestor.verify.certificateOidcIssuerRegexp =
        attestor.verify.keyPath =
        attestor.verify.requireAnchored = false
        attestor.verify.maxAge = 0
        attestor.monitoring.enabled = true
        attestor.monitoring.host = 127.0.0.1
        attestor.monitoring.port = 9464
        attestor.monitoring.hostNames =
        attestor.monitoring.camelMetrics = false
        attestor.console.enabled = false
        attestor.console.host = 127.0.0.1
        attestor.console.port = 9999
        attestor.console.hostNames =
        attestor.console.user = admin
        attestor.console.passwordFile =
        attestor.console.passwordEnv =
        """
            .replace("VKEY", SettingsFixture.VKEY)
            .replace("DATA", data.toString());
    assertThat(
            settings.placeholders().entrySet().stream()
                .map(value -> (value.getKey() + " = " + value.getValue()).stripTrailing()))
        .containsExactlyElementsOf(expected.lines().toList());
    assertThat(settings.sync().syncInterval()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.verify().settleTime()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.audit().bytesPerSecond()).isEqualTo(20_000_000);
    assertThat(settings.program().logFormat()).isEqualTo(LogFormat.TEXT);
    assertThat(settings.backends().get(0).type()).isEqualTo(BackendType.AUTO);
    assertThat(settings.backends().get(0).baseUrl())
        .isEqualTo(URI.create("https://log.example.org/"));
    assertThat(settings.store().isEmbedded()).isTrue();
  }

  @Test
  void emptySectionHasDefaults() {
    String yaml =
        """
        attestor:
          rekorSync:
            # enabled: false
            backends:
              # - id: one
          tileCache:
        """;
    assertThat(loader.parse("test.yaml", yaml)).isEqualTo(loader.parse("x", "attestor: {}"));
  }

  @Test
  void resolvesKeyFileInWorkingDirectoryThenBesideConfiguration() throws IOException {
    Path file =
        write(
            "etc/attestor.yaml",
            SettingsFixture.ONE_BACKEND.replaceAll("publicKey: .*", "publicKeyPath: keys/log.pub"));
    Path beside = directory.resolve("etc/keys/log.pub");
    assertThat(keyFile(file)).as("where it is missed").isEqualTo(beside);
    write("etc/keys/log.pub", "");
    assertThat(keyFile(file)).isEqualTo(beside);
    Path here = write("keys/log.pub", "");
    assertThat(keyFile(file)).isEqualTo(here);
  }

  @Test
  void resolvesOutputPathsAgainstWorkingDirectory() throws IOException {
    Path file =
        write(
            "etc/attestor.yaml",
            """
            attestor:
              dataDir: var/../state
              tileCache:
                basePath: tiles
            """);
    Settings settings = loader.load(file);
    assertThat(settings.dataDir()).isEqualTo(directory.resolve("state"));
    assertThat(settings.tiles().basePath()).isEqualTo(directory.resolve("tiles"));
  }

  @Test
  void defaultTileDirectoryIsBelowDataDir() {
    Settings settings = loader.parse("test.yaml", "attestor: {dataDir: /srv/attestor}");
    assertThat(settings.tiles().basePath()).isEqualTo(Path.of("/srv/attestor/tiles"));
  }

  @Test
  void readsPasswordFromFileOrEnvironment() throws IOException {
    write("db-password", "s3cret\nnot this\n");
    String yaml = "attestor: {checkpointStore: {connectionString: 'Host=h', %s}}";
    PasswordSource file = password(yaml.formatted("passwordFile: db-password"));
    assertThat(file.read(Map.of())).isEqualTo("s3cret");
    PasswordSource variable = password(yaml.formatted("passwordEnv: STELLA_DB"));
    assertThat(variable.read(Map.of("STELLA_DB", "s3cret"))).isEqualTo("s3cret");

    assertThatThrownBy(() -> variable.read(Map.of()))
        .hasMessage("attestor.checkpointStore.passwordEnv: STELLA_DB is not set");
    write("db-password", "\n");
    assertThatThrownBy(() -> file.read(Map.of())).hasMessageContaining("db-password is empty");
    Files.delete(directory.resolve("db-password"));
    assertThatThrownBy(() -> file.read(Map.of())).hasMessageContaining("cannot read");
  }

  @Test
  void appendsSlashToUrls() {
    String yaml = SettingsFixture.ONE_BACKEND + "      readUrl: file:///srv/log\n".indent(2);
    BackendSettings backend = loader.parse("test.yaml", yaml).backends().get(0);
    assertThat(backend.baseUrl().resolve("checkpoint"))
        .isEqualTo(URI.create("https://log.example.org/checkpoint"));
    assertThat(backend.readUrl().orElseThrow().resolve("tile/0/000"))
        .isEqualTo(URI.create("file:///srv/log/tile/0/000"));
  }

  @Test
  void readsPemKeyFromBlockScalar() {
    String pem =
        """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEAt8rlp1knGwjfbcXAYPYAkn0XiLz1x8O4t0YkEhie244=
        -----END PUBLIC KEY-----
        """;
    String yaml =
        SettingsFixture.ONE_BACKEND.replaceAll("publicKey: .*\n", "publicKey: |\n")
            + pem.indent(10);
    assertThat(loader.parse("test.yaml", yaml).backends().get(0).publicKey()).contains(pem.strip());
  }

  @Test
  void acceptsCrLfAndByteOrderMark() throws IOException {
    String yaml = "\uFEFF" + SettingsFixture.ONE_BACKEND.replace("\n", "\r\n");
    assertThat(loader.load(write("windows.yaml", yaml)))
        .isEqualTo(loader.parse("unix.yaml", SettingsFixture.ONE_BACKEND));
    assertThatThrownBy(() -> loader.load(write("bad.yaml", yaml + "  colour: red\r\n")))
        .hasMessageStartingWith("bad.yaml:8: attestor.colour: unknown key");
  }

  @Test
  void messagesUseAbsolutePathOutsideWorkingDirectory(@TempDir Path elsewhere) throws IOException {
    Path file = Files.writeString(elsewhere.resolve("attestor.yaml"), "attestor: {colour: red}");
    assertThatThrownBy(() -> loader.load(file)).hasMessageStartingWith(file + ":1: ");
    assertThatThrownBy(() -> loader.load(write("config/attestor.yaml", "colour: red")))
        .hasMessageStartingWith("config/attestor.yaml:1: ");
  }

  @Test
  void reportsAllProblemsInLineOrder() {
    String yaml =
        """
        attestor:
          rekorSync:
            syncIntervall: 5m
            retries: 21
            backends:
              - id: one
                origin: log.example.org
          monitoring:
            port: many
        """;
    assertThatThrownBy(() -> loader.parse("test.yaml", yaml))
        .isInstanceOfSatisfying(
            InvalidSettingsException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(Failure.CONFIGURATION);
              assertThat(e.problems()).extracting(Problem::line).containsExactly(3, 4, 6, 6, 9);
              assertThat(e.getMessage().lines()).hasSize(5);
            });
  }

  @Test
  void truncatesLongProblemList() {
    String yaml = "attestor:\n" + "  colour%d: red\n".repeat(2_000);
    StringBuilder numbered = new StringBuilder();
    yaml.lines().forEach(l -> numbered.append(l.formatted(numbered.length())).append('\n'));
    assertThatThrownBy(() -> loader.parse("test.yaml", numbered.toString()))
        .isInstanceOfSatisfying(
            InvalidSettingsException.class, e -> assertThat(e.problems()).hasSize(2_000))
        .message()
        .endsWith("\nand 1950 more problems");
  }

  @Test
  void unknownBackendSuggestsClosestId() {
    Settings settings = loader.parse("test.yaml", SettingsFixture.ONE_BACKEND);
    assertThatThrownBy(() -> settings.backend("onne"))
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.hint()).isEqualTo("did you mean one?"));
    assertThatThrownBy(() -> settings.backend("sigstore"))
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.hint()).isEqualTo("configured: one"));
  }

  @Test
  void reportsWhyFileCannotBeRead() throws IOException {
    assertThatThrownBy(() -> loader.load(Path.of("nowhere.yaml")))
        .isInstanceOf(AttestorException.class)
        .hasMessage("nowhere.yaml: no such file");
    byte[] latin1 = "attestor:\n  dataDir: Möbius\n".getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(directory.resolve("latin1.yaml"), latin1);
    assertThatThrownBy(() -> loader.load(file))
        .isInstanceOf(AttestorException.class)
        .hasMessageStartingWith("latin1.yaml:2: not UTF-8");
    Path huge = write("huge.yaml", "#".repeat((1 << 20) + 1));
    assertThatThrownBy(() -> loader.load(huge))
        .isInstanceOf(AttestorException.class)
        .hasMessageContaining("larger than 1048576 bytes");
  }

  private PasswordSource password(String yaml) {
    return loader.parse("test.yaml", yaml).store().password().orElseThrow();
  }

  private Path keyFile(Path file) {
    return loader.load(file).backends().get(0).publicKeyPath().orElseThrow();
  }

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Path resource(String name) throws IOException {
    try (var in = SettingsLoaderTest.class.getResourceAsStream("/config/" + name)) {
      return write(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
