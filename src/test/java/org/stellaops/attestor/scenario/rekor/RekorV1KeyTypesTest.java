package org.stellaops.attestor.scenario.rekor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.scenario.support.CycleReportAssertions;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeRekor;
import org.stellaops.attestor.testlog.FakeRekorServer;

/**
 * A Rekor v1 server may have a key of any type. It writes the first four bytes of SHA-256 over the
 * DER key as key ID for all of them, which is not the key ID of C2SP for Ed25519 and RSA.
 */
class RekorV1KeyTypesTest {
  private static final long TREE = 7;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"EC", "Ed25519", "RSA"})
  void followsAServerWithAKeyOfThisType(String algorithm) {
    FakeRekor rekor = FakeRekor.named("rekor.example", algorithm).openShard(TREE, 300);
    try (FakeRekorServer server = FakeRekorServer.start(rekor)) {
      TestConfiguration configuration =
          MirrorUnderTest.in(directory).follow("v1", rekor, server.url());
      try (MirrorUnderTest mirror = configuration.start()) {
        mirror.syncAll("v1").forEach(CycleReportAssertions::assertGood);
        rekor.grow(41);
        mirror.syncAll("v1").forEach(CycleReportAssertions::assertGood);

        assertThat(mirror.query("select pending_size from log_heads")).containsExactly("341");
      }
      CommandResult audit =
          CommandResult.runWithConfig(
              configuration.file(), "checkpoints", "verify", "--backend", "v1/" + TREE);
      assertThat(audit.status()).as(audit.err()).isZero();
    }
  }
}
