package org.stellaops.attestor.house;

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
import org.stellaops.attestor.cli.Stella;
import org.stellaops.attestor.house.Shell.Answer;

/**
 * Commands that only look run with fewer libraries. None of them may come to where it needs one of
 * the others. There is no archive here, so Java also checks each class against those it names.
 */
class LookingLibrariesTest {
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

  @TempDir private static Path folder;
  private static Installation installation;
  private static Shell shell;
  private static Path config;

  @BeforeAll
  static void installation() throws IOException {
    installation = Installation.in(folder.resolve("opt/stella"));
    Files.writeString(installation.home().resolve("stella-attestor.jar"), "never taken here");
    Path noFolder = Files.writeString(installation.home().resolve("cds"), "no archive here");
    shell =
        new Shell(folder)
            .with("JAVA_HOME", System.getProperty("java.home"))
            .with("XDG_CACHE_HOME", noFolder.toString());
    config = folder.resolve("attestor.yaml");
    Files.writeString(config, CONFIGURATION.formatted(folder.resolve("data")));
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
    "config validate, 0",
    "config show, 0",
    "trust show, 0",
    "sync-status --no-such-option, 2"
  })
  void whatOnlyLooksNeedsNoLibraryOfTheRoutes(String line, int status) throws Exception {
    requireStatus(line + " --config " + config, status);
  }

  @Test
  void aVerdictNeedsNone() throws Exception {
    Path bundle = folder.resolve("bundle.sigstore.json");
    try (InputStream sample = Stella.class.getResourceAsStream("rehearsal.sigstore.json")) {
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
  void aLookIntoABundleNeedsNone() throws Exception {
    Path bundle = Files.writeString(folder.resolve("no-bundle.tar.zst"), "anything but a bundle");

    requireStatus("bundles inspect " + bundle, 1);
  }

  private static void requireStatus(String line, int status) throws Exception {
    Answer answer = shell.run(installation.launcher(), ("attestor " + line).split(" "));

    assertThat(answer.out() + answer.err()).doesNotContain("ClassNotFound", "NoClassDefFound");
    assertThat(answer.status()).as(answer.out() + answer.err()).isEqualTo(status);
  }

  @Test
  void theWholeHelpIsThere() throws Exception {
    Answer answer = shell.run(installation.launcher(), "attestor", "--help");

    assertThat(answer.status()).as(answer.err()).isZero();
    assertThat(answer.out()).contains("sync-status", "export", "run");
  }
}
