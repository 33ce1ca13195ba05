package org.stellaops.attestor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    assertThat(prod.publicKey())
        .isEqualTo(new PublicKeySource.InFile(Path.of("/etc/stella/keys/rekor-sigstore-prod.pub")));
    assertThat(settings.store().connectionString().orElseThrow().text())
        .isEqualTo("Host=localhost;Database=stella;Username=stella;Password=secret");
    assertThat(settings.store().schema()).isEqualTo("attestor");
    assertThat(settings.store().autoInitializeSchema()).isTrue();
    assertThat(settings.tiles())
        .isEqualTo(
            new TileCacheSettings(
                Path.of("/var/lib/stella/attestor/tiles"), 10_737_418_240L, Duration.ofDays(30)));
  }

  @Test
  void absentKeysHaveDefaults() {
    Settings settings = loader.parse("test.yaml", SettingsFixture.ONE_BACKEND);
    Path data = directory.toAbsolutePath().resolve("data");
    assertThat(settings)
        .isEqualTo(
            new Settings(
                data,
                new RekorSyncSettings(
                    true,
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(30),
                    true,
                    100_000,
                    "seda:mirror-unit",
                    4,
                    new RequestSettings(
                        8,
                        500,
                        Duration.ofSeconds(30),
                        4,
                        Duration.ofMillis(500),
                        Duration.ofMinutes(2),
                        Optional.empty())),
                new CheckpointStoreSettings(Optional.empty(), Optional.empty(), "attestor", true),
                new TileCacheSettings(data.resolve("tiles"), 0, Duration.ZERO),
                new AuditSettings(true, Duration.ofHours(1), Duration.ofHours(24), 20_000_000),
                new AlertSettings(
                    Duration.ZERO,
                    Optional.empty(),
                    "Authorization",
                    Optional.empty(),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(1)),
                new AirGapSettings(
                    Optional.empty(),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(5),
                    false,
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Duration.ZERO,
                    "entries",
                    "gzip",
                    0),
                new VerifySettings(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    Duration.ZERO),
                new MonitoringSettings(true, "127.0.0.1", 9464),
                new ConsoleSettings(false, "127.0.0.1", 9999, "admin", Optional.empty()),
                new ProgramSettings(Optional.empty(), Duration.ofSeconds(30), LogFormat.TEXT),
                List.of(
                    new BackendSettings(
                        "one",
                        "log.example.org",
                        "log.example.org",
                        BackendType.AUTO,
                        URI.create("https://log.example.org/"),
                        Optional.empty(),
                        new PublicKeySource.Inline(SettingsFixture.VKEY),
                        true,
                        true,
                        Optional.empty(),
                        true))));
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
    assertThat(loader.parse("test.yaml", yaml).backends().get(0).publicKey())
        .isEqualTo(new PublicKeySource.Inline(pem.strip()));
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
        .hasMessage("nowhere.yaml: there is no such file");
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
    PublicKeySource source = loader.load(file).backends().get(0).publicKey();
    return ((PublicKeySource.InFile) source).path();
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
