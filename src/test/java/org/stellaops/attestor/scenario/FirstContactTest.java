package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.ReportAssert.assertGood;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;

/** A history that was trusted on first use is shown as such until an operator has compared it. */
class FirstContactTest {
  private static final String UNCONFIRMED = "trusted on first use, confirmed by nobody yet: log";
  private static final long SIZE = 600;

  @TempDir private static Path directory;

  private static FakeLog log;
  private static FakeLogServer server;
  private static MirrorUnderTest mirror;
  private static String config;

  @BeforeAll
  static void follow() {
    log = FakeLog.named("first.example/log").grow(SIZE);
    server = FakeLogServer.start(log);
    TestConfiguration configuration = MirrorUnderTest.of(directory, log, server.url());
    config = configuration.file().toString();
    mirror = configuration.start();
  }

  @AfterAll
  static void stop() {
    mirror.close();
    server.close();
  }

  @BeforeEach
  void startAfresh() {
    mirror.forget();
    assertGood(mirror.sync());
  }

  @Test
  void everyCheckpointOfOneHistoryConfirmsItHoweverOld() throws IOException {
    assertThat(status()).contains(UNCONFIRMED, "stella attestor backend confirm log");
    for (long size : new long[] {1, 257, 599, SIZE}) {
      Answered answered = confirm("--checkpoint", file(log.checkpoint(size)));

      assertThat(answered.status()).as(answered.err()).isZero();
      assertThat(answered.out()).contains("confirmed: log up to size " + size + " with root ");
    }
    assertThat(status()).doesNotContain("trusted on first use");
    assertThat(Answered.to("sync-status", "-o", "json", "--config", config).out())
        .contains("\"confirmed\" : true");
  }

  @Test
  void anotherHistoryIsEvidenceAndConfirmsNothing() throws IOException {
    for (FakeLog other : new FakeLog[] {log.fork(599).grow(1), log.fork(300).grow(100)}) {
      startAfresh();

      Answered answered = confirm("--checkpoint", file(other.checkpoint()));

      assertThat(answered.status()).isEqualTo(1);
      assertThat(answered.err()).contains("cross_log_divergence", "evidence list");
      assertThat(status()).contains(UNCONFIRMED, "quarantined");
      assertThat(mirror.store().evidence().all())
          .singleElement()
          .satisfies(kept -> kept.evidence().verify(log.identity().key()));
      assertThat(mirror.sync().failure()).contains(Failure.QUARANTINED);
    }
  }

  @Test
  void whatTheLogHasNotSignedConfirmsNothing() throws IOException {
    FakeLog stranger = FakeLog.named("stranger.example").grow(SIZE);

    Answered answered = confirm("--checkpoint", file(stranger.checkpoint()));

    assertThat(answered.status()).isEqualTo(1);
    assertThat(answered.err()).contains("untrusted_key");
    assertThat(status()).contains(UNCONFIRMED).doesNotContain("quarantined");
  }

  @Test
  void emptyTreeWithWhichEveryHistoryBeginsConfirmsNothing() throws IOException {
    assertThat(confirm("--checkpoint", file(log.checkpoint(0))).status()).isEqualTo(2);
    assertThat(status()).contains(UNCONFIRMED);
  }

  @Test
  void logInQuarantineIsNotConfirmedByAnybody() {
    server.serve(log.fork(599).grow(1));
    mirror.sync();
    server.serve(log);

    Answered answered = confirm("--reason", "looks fine to me");

    assertThat(answered.status()).isEqualTo(1);
    assertThat(answered.err()).contains("quarantined", "stella attestor evidence show ");
    assertThat(status()).contains(UNCONFIRMED);
  }

  @Test
  void whatTheMirrorDoesNotReachConfirmsNothingYet() throws IOException {
    byte[] later = FakeLog.named("first.example/log").grow(900).checkpoint();

    Answered answered = confirm("--checkpoint", file(later));

    assertThat(answered.status()).isEqualTo(4);
    assertThat(answered.err()).contains("does not reach to size 900", "sync --backend log --full");
    assertThat(status()).contains(UNCONFIRMED);
  }

  @Test
  void operatorWhoHasComparedByOtherMeansSaysHow() {
    assertThat(confirm("--reason", " ").status()).isEqualTo(2);
    assertThat(confirm().status()).isEqualTo(2);

    assertThat(confirm("--reason", "read out over the phone").status()).isZero();

    assertThat(mirror.query("select reason || ' at ' || tree_size from confirmations"))
        .containsExactly("read out over the phone at 600");
    assertThat(status()).doesNotContain("trusted on first use");
  }

  @Test
  void beforeFirstContactThereIsNothingToConfirm() {
    mirror.forget();

    assertThat(status()).doesNotContain("trusted on first use");
    assertThat(confirm("--reason", "compared").status()).isEqualTo(4);
  }

  private static String status() {
    return Answered.to("sync-status", "--config", config).out();
  }

  private static Answered confirm(String... how) {
    String[] words = new String[how.length + 5];
    System.arraycopy(new String[] {"backend", "confirm", "log"}, 0, words, 0, 3);
    System.arraycopy(how, 0, words, 3, how.length);
    words[words.length - 2] = "--config";
    words[words.length - 1] = config;
    return Answered.to(words);
  }

  private static String file(byte[] note) throws IOException {
    Path file = Files.createTempFile(directory, "elsewhere", ".note");
    return Files.write(file, note).toString();
  }
}
