package org.stellaops.attestor.scenario.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.app.RunMode;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.FileArrival;
import org.stellaops.attestor.scenario.support.KilledProcess;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.sigstore.TestSigner;
import org.stellaops.attestor.testlog.FakeLog;

/** A daemon is killed while it moves good attestations out of the inbox, and started again. */
class KilledAttestationInboxTest {
  private static final TestSigner SIGNER = TestSigner.ecdsaP256();
  private static final int ATTESTATIONS = 8;

  @TempDir private Path directory;
  private final FakeLog log = SIGNER.log("killed.example/log").grow(100);
  private Path inbox;
  private Path outbox;

  @Test
  void filesEveryAttestationAndLeavesNoUnfinishedCopies() throws Exception {
    inbox = Files.createDirectories(directory.resolve("inbox"));
    outbox = Files.createDirectories(directory.resolve("outbox"));
    for (int i = 0; i < ATTESTATIONS; i++) {
      drop("app" + i, i);
    }
    TestConfiguration configuration = configuration();
    KilledProcess.of(configuration.file(), "run").killAfterFirstWrite(outbox, 20);
    // what a kill at other moments leaves: an unfinished copy, and an artifact without its bundle
    Path copy = Files.createDirectories(outbox.resolve(".verified-4711"));
    Files.write(copy.resolve("app"), SIGNER.artifact(0));
    Files.write(
        Files.createDirectories(outbox.resolve("good")).resolve("zz"),
        SIGNER.artifact(ATTESTATIONS));
    drop("zz", ATTESTATIONS);

    MirrorUnderTest daemon = configuration.start();
    try (daemon) {
      FileArrival.await(outbox.resolve("good/zz.2.sigstore.json"));
    }

    assertThat(names(inbox)).noneMatch(name -> name.endsWith(".sigstore.json"));
    assertThat(names(outbox)).noneMatch(name -> name.startsWith(".verified-"));
    for (int i = 0; i < ATTESTATIONS; i++) {
      Path bundle = outbox.resolve("good/app" + i + ".sigstore.json");
      String stem = "app" + i + (Files.exists(bundle) ? "" : ".2");
      assertThat(outbox.resolve("good/" + stem)).hasBinaryContent(SIGNER.artifact(i));
      assertThat(outbox.resolve("good/" + stem + ".sigstore.json")).exists();
    }
  }

  private void drop(String name, int index) throws IOException {
    Files.write(inbox.resolve(name), SIGNER.artifact(index));
    Files.write(inbox.resolve(name + ".sigstore.json"), SIGNER.bundle(log, index, 100));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private TestConfiguration configuration() throws IOException {
    Path root = Files.write(directory.resolve("root.json"), TestSigner.trustedRoot(log));
    Path key = Files.writeString(directory.resolve("signer.pem"), SIGNER.pem());
    Files.createDirectories(directory.resolve("daemon"));
    return MirrorUnderTest.of(directory.resolve("daemon"), log, AirGapFixture.UNREACHABLE)
        .mode(RunMode.QUIET_DAEMON)
        .sync("enabled", "false")
        .verify("inbox", quoted(inbox))
        .verify("outbox", quoted(outbox))
        .verify("inboxInterval", "100ms")
        .verify("settleTime", "1s")
        .verify("trustedRootPath", quoted(root))
        .verify("keyPath", quoted(key));
  }

  private static String quoted(Path path) {
    return '"' + path.toString() + '"';
  }
}
