package org.stellaops.attestor.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stellaops.attestor.cli.startup.CdsTrainingRun;
import org.stellaops.attestor.launcher.ProgramRunner.Result;

/**
 * Commands that only look run with fewer libraries. None of them may come to where it needs one of
 * the others. There is no archive here, so Java also checks each class against those it names.
 */
class ReadOnlyClassPathTest {
  private static final String CONFIGURATION =
      """
      attestor:
        dataDir: "%s"
        rekorSync:
          backends:
            - id: looked-at
              origin: example.com/foo
              baseUrl: https://example.com/
              publicKey: example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k
      """;

  @TempDir private static Path directory;
  private static Installation installation;
  private static ProgramRunner runner;
  private static Path config;

  @BeforeAll
  static void installation() throws IOException {
    installation = Installation.in(directory.resolve("opt/stella"));
    Files.writeString(installation.home().resolve("stella-attestor.jar"), "never taken here");
    Path noFolder = Files.writeString(installation.home().resolve("cds"), "no archive here");
    runner =
        new ProgramRunner(directory)
            .with("JAVA_HOME", System.getProperty("java.home"))
            .with("XDG_CACHE_HOME", noFolder.toString());
    config = directory.resolve("attestor.yaml");
    Files.writeString(config, CONFIGURATION.formatted(directory.resolve("data")));
  }

  /** The numbers are those of the manual: 0 good, 2 usage, 4 incomplete. */
  @ParameterizedTest
  @CsvSource({
    "sync-status, 0",
    "sync-status -o json, 0",
    "checkpoints list --backend looked-at, 0",
    "tiles stats --backend looked-at, 0",
    "backend list, 0",
    "evidence list, 0",
    "bundles list, 0",
    "config show, 0",
    "trust show, 0",
    "sync-status --no-such-option, 2"
  })
  void readOnlyCommandsNeedNoRouteLibraries(String line, int status) throws Exception {
    requireStatus(line + " --config " + config, status);
  }

  @Test
  void verifyNeedsNoRouteLibraries() throws Exception {
    Path bundle = directory.resolve("bundle.sigstore.json");
    try (InputStream sample = CdsTrainingRun.class.getResourceAsStream("training.sigstore.json")) {
      Files.copy(sample, bundle);
    }

    requireStatus(
        "verify --certificate-identity-regexp .* --certificate-oidc-issuer-regexp .* "
            + "sha256:a0cfc71271d6e278e57cd332ff957c3f7043fdda354c4cbb190a30d56efa01bf --bundle "
            + bundle
            + " --config "
            + config,
        0);
  }

  @Test
  void inspectNeedsNoRouteLibraries() throws Exception {
    Path bundle =
        Files.writeString(directory.resolve("no-bundle.tar.zst"), "anything but a bundle");

    requireStatus("bundles inspect " + bundle, 1);
  }

  private static void requireStatus(String line, int status) throws Exception {
    Result result = runner.run(installation.launcher(), ("attestor " + line).split(" "));

    assertThat(result.out() + result.err()).doesNotContain("ClassNotFound", "NoClassDefFound");
    assertThat(result.status()).as(result.out() + result.err()).isEqualTo(status);
  }

  @Test
  void helpListsAllCommands() throws Exception {
    Result result = runner.run(installation.launcher(), "attestor", "--help");

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out()).contains("sync-status", "export", "run");
  }
}
