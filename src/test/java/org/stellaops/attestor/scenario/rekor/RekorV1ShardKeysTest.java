package org.stellaops.attestor.scenario.rekor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.scenario.support.CycleReportAssertions;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.testlog.FakeRekor;
import org.stellaops.attestor.testlog.FakeRekorServer;
import org.stellaops.attestor.testlog.FaultInjection;

/** Shards with a key of their own, as {@code signingConfig} of a Rekor v1 server gives them. */
class RekorV1ShardKeysTest {
  private static final long OLD = 7;
  private static final long NEW = 8;
  private static final Pattern OFFER = Pattern.compile("shardKeys: (\\S+)");

  @TempDir private Path directory;

  private final FakeRekor rekor = FakeRekor.named("rekor.example").openShard(OLD, 30);
  private FakeRekorServer server;
  private TestConfiguration configuration;

  @BeforeEach
  void follow() {
    server = FakeRekorServer.start(rekor);
    configuration = MirrorUnderTest.in(directory).follow("v1", rekor, server.url());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "Ed25519", "RSA"})
  void followsARotatedShardWithTheKeyThatVerifyKeyShows(String algorithm) {
    try (MirrorUnderTest mirror = configuration.start()) {
      mirror.syncAll("v1").forEach(CycleReportAssertions::assertGood);
    }
    rotate(algorithm);
    try (MirrorUnderTest mirror = configuration.start()) {
      assertThat(report(mirror, NEW).failure()).contains(Failure.UNTRUSTED_KEY);
    }
    CommandResult status = run("sync-status");
    assertThat(status.status()).isEqualTo(1);
    assertThat(status.out())
        .containsPattern("v1/8 +rekor.example - 8 .*failing: untrusted_key")
        .contains("next: stella attestor backend verify-key v1/8");

    CommandResult check = run("backend", "verify-key", "v1/8");
    assertThat(check.status()).isEqualTo(1);
    configuration.backend("shardKeys", '"' + offer(check) + '"');

    CommandResult confirmed = run("backend", "verify-key", "v1/8");
    assertThat(confirmed.status()).as(confirmed.out() + confirmed.err()).isZero();
    assertThat(confirmed.out()).contains("from shardKeys").contains("our key, verified");
    try (MirrorUnderTest mirror = configuration.start()) {
      assertThat(report(mirror, NEW).failure()).contains(Failure.NEW_SHARD);
      CommandResult accepted = run("backend", "accept-shard", "v1", "8");
      assertThat(accepted.status()).as(accepted.err()).isZero();
      mirror.syncAll("v1").forEach(CycleReportAssertions::assertGood);
      rekor.grow(5);
      mirror.syncAll("v1").forEach(CycleReportAssertions::assertGood);
      assertThat(mirror.query("select pending_size from log_heads order by 1"))
          .containsExactly("25", "30");
    }
    CommandResult audit = run("checkpoints", "verify", "--backend", "v1/8");
    assertThat(audit.status()).as(audit.out() + audit.err()).isZero();
  }

  @Test
  void keyOfAShardOpensNoOtherShard() {
    FakeRekor other = rotate("EC");
    configuration.backend("shardKeys", '"' + "9=" + other.key() + '"');

    try (MirrorUnderTest mirror = configuration.start()) {
      CycleReport report = report(mirror, NEW);

      assertThat(report.failure()).contains(Failure.WRONG_KEY);
      assertThat(report(mirror, OLD).failure()).isEmpty();
    }
  }

  @Test
  void unansweredRequestForTheKeyLeavesTheFailureOfTheShard() {
    rotate("EC");
    server.injectFault(
        "api/v1/log/publicKey", FakeLogServer.ALWAYS, FaultInjection.status(500, Map.of()));

    CommandResult check = run("backend", "verify-key", "v1/8");

    assertThat(check.status()).isEqualTo(1);
    assertThat(check.out()).contains("untrusted_key").doesNotContain("shardKeys");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8=rekor.example", "0=a+b+c", "8", "8=other.example+%s 8=other.example"})
  void invalidKeysAreRejectedByName(String value) {
    configuration.backend("shardKeys", '"' + value + '"');

    CommandResult result = run("backend", "verify-key", "v1");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("shardKeys");
  }

  private FakeRekor rotate(String algorithm) {
    FakeRekor other = FakeRekor.named("rekor.example", algorithm);
    rekor.openShardWithKeyOf(other, NEW, 20);
    return other;
  }

  private static String offer(CommandResult check) {
    Matcher offer = OFFER.matcher(check.out());
    assertThat(offer.find()).as(check.out() + check.err()).isTrue();
    return offer.group(1);
  }

  private CommandResult run(String... arguments) {
    return CommandResult.runWithConfig(configuration.file(), arguments);
  }

  private static CycleReport report(MirrorUnderTest mirror, long shard) {
    List<CycleReport> reports = mirror.syncAll("v1");
    return reports.stream()
        .filter(report -> report.backend().equals("v1/" + shard))
        .findFirst()
        .orElseThrow();
  }
}
