package org.stellaops.attestor.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeRekor;
import org.stellaops.attestor.testlog.FakeRekorServer;

/**
 * The configuration of the operations guide as it stands there, with its origins, against servers
 * of the kind that these origins are: only addresses and places of keys are ours. The commands run
 * one after the other, as an operator types them.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GuideConfigurationTest {
  private static final long ACTIVE = 1193050959916656506L;
  private static final long CLOSED = 2605736670972794746L;
  private static final long OLDEST = 3904496407287907110L;
  private static final long STAGING = 8202293616175992157L;

  private static final FakeRekor production =
      FakeRekor.named("rekor.sigstore.dev")
          .openShard(OLDEST, 41)
          .openShard(CLOSED, 1177)
          .openShard(ACTIVE, 1500);
  private static final FakeRekor staging =
      FakeRekor.named("rekor.sigstage.dev").openShard(STAGING, 7);

  @TempDir private static Path directory;

  private static FakeRekorServer prodServer;
  private static FakeRekorServer stagingServer;
  private static Path config;

  @BeforeAll
  static void writeConfiguration() throws IOException {
    prodServer = FakeRekorServer.start(production);
    stagingServer = FakeRekorServer.start(staging);
    config =
        Files.writeString(
            directory.resolve("attestor.yaml"),
            """
            attestor:
              dataDir: "%s"
              checkpointStore:
                connectionString: "%s"
                schema: attestor
                autoInitializeSchema: true
              rekorSync:
                # Enable or disable sync service
                enabled: true
                # How often to fetch new checkpoints
                syncInterval: 5m
                # Delay before first sync after startup
                initialDelay: 30s
                # Enable tile synchronization for full offline support
                enableTileSync: true
                # Maximum tiles to fetch per sync cycle
                maxTilesPerSync: 100
                # Backend configurations
                backends:
                  - id: sigstore-prod
                    origin: rekor.sigstore.dev
                    baseUrl: %s
                    publicKeyPath: %s
                  - id: sigstore-staging
                    origin: rekor.sigstage.dev
                    baseUrl: %s
                    publicKeyPath: %s
            """
                .formatted(
                    directory,
                    TestConfiguration.newDatabase(),
                    prodServer.url(),
                    pem("rekor-sigstore-prod.pub", production),
                    stagingServer.url(),
                    pem("rekor-sigstore-staging.pub", staging)));
  }

  @AfterAll
  static void stop() {
    prodServer.close();
    stagingServer.close();
  }

  @Test
  @Order(1)
  void isValid() {
    assertThat(run("config", "validate").out()).contains("2 backends, 2 enabled");
  }

  @Test
  @Order(2)
  void followsEveryShardOfBothServers() {
    CommandResult sync = run("sync", "--all");

    assertThat(sync.status()).as(sync.err()).isZero();
    assertThat(sync.out().lines())
        .anyMatch(line ->
            line.startsWith(
                "sigstore-prod/" + ACTIVE + ": first_contact, tree size 1,500, checkpoints only"))
        .anyMatch(line -> line.startsWith("sigstore-prod/" + CLOSED + ": first_contact"))
        .anyMatch(line -> line.startsWith("sigstore-prod/" + OLDEST + ": first_contact"))
        .anyMatch(line -> line.startsWith("sigstore-staging/" + STAGING + ": first_contact"));
  }

  @Test
  @Order(3)
  void verifiesGrowth() {
    production.grow(123);

    CommandResult sync = run("sync", "--backend", "sigstore-prod");

    assertThat(sync.status()).as(sync.err()).isZero();
    assertThat(sync.out()).contains("sigstore-prod/" + ACTIVE + ": advanced, tree size 1,623");
    assertThat(prodServer.requests().count("api/v1/log/proof")).isEqualTo(1);
  }

  @Test
  @Order(4)
  void statusListsEveryShardWithItsOrigin() {
    String status = run("sync-status").out();

    assertThat(status)
        .containsPattern(
            "sigstore-prod/" + ACTIVE + " +rekor.sigstore.dev - " + ACTIVE + " +1,623 .* current")
        .containsPattern("sigstore-prod/" + CLOSED + " .* +1,177 .* frozen")
        .containsPattern("sigstore-staging/" + STAGING + " +rekor.sigstage.dev - " + STAGING);
  }

  @Test
  @Order(5)
  void backendIdSelectsTheActiveShard() {
    String activeHistory =
        run("checkpoints", "list", "--backend", "sigstore-prod", "--last", "10").out();
    String closedHistory = run("checkpoints", "list", "--backend", "sigstore-prod/" + CLOSED).out();

    assertThat(activeHistory).contains("1,623").contains("1,500").doesNotContain("1,177");
    assertThat(closedHistory).contains("1,177");
    assertThat(run("tiles", "stats", "--backend", "sigstore-prod").out())
        .contains("Coverage: checkpoint-only log (tree size 1,623)");
  }

  @Test
  @Order(6)
  void verifiesTheCheckpointHistory() {
    CommandResult verified = run("checkpoints", "verify", "--backend", "sigstore-prod");

    assertThat(verified.status()).as(verified.out() + verified.err()).isZero();
  }

  @Test
  @Order(6)
  void verifiesTheKeyAgainstTheActiveShard() {
    CommandResult verified = run("backend", "verify-key", "sigstore-prod");

    assertThat(verified.status()).as(verified.out() + verified.err()).isZero();
    assertThat(verified.out()).contains("the key verifies the checkpoint");
  }

  @Test
  @Order(6)
  void exportsCheckpointsWithoutTiles() {
    String bundle = directory.resolve("bundle.tar.gz").toString();

    CommandResult exported = run("export", "--backend", "sigstore-prod", "--output", bundle);
    assertThat(exported.status()).as(exported.err()).isZero();
    assertThat(exported.out()).contains("written, checkpoints, tree size");

    CommandResult tiles =
        run(
            "export",
            "--backend",
            "sigstore-prod",
            "--output",
            bundle,
            "--include-tiles",
            "--force");
    assertThat(tiles.status()).isEqualTo(2);
    assertThat(tiles.err()).contains("has no tiles").contains("omit --include-tiles");
  }

  @Test
  @Order(7)
  void newShardRequiresAcceptance() {
    production.openShard(99, 4);

    CommandResult sync = run("sync", "--backend", "sigstore-prod");
    assertThat(sync.status()).isEqualTo(4);
    assertThat(sync.err())
        .contains("new_shard")
        .contains("stella attestor backend accept-shard sigstore-prod 99");
    assertThat(run("backend", "shards", "sigstore-prod").out()).containsPattern("99 +proposed");

    assertThat(run("backend", "accept-shard", "sigstore-prod", "99").status()).isZero();
    assertThat(run("sync", "--backend", "sigstore-prod").out())
        .contains("sigstore-prod/99: first_contact, tree size 4");
    assertThat(run("backend", "shards", "sigstore-prod").out())
        .containsPattern("99 +active")
        .containsPattern(ACTIVE + " +inactive");
  }

  private static CommandResult run(String... arguments) {
    return CommandResult.runWithConfig(config, arguments);
  }

  private static Path pem(String name, FakeRekor rekor) throws IOException {
    String base64 =
        Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(rekor.key().publicKey().getEncoded());
    return Files.writeString(
        directory.resolve(name),
        "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n");
  }
}
