package org.stellaops.attestor.scenario.airgap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.RekorV1AirGapFixture;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.testlog.FakeRekor;
import org.stellaops.attestor.testlog.FakeRekorServer;

/**
 * What {@code docs/airgap.md} shows as typed is typed here, on both sides of an air gap, and says
 * what stands there. {@code bin/trial offline-kit} runs it through the launcher, and the isolated
 * side where there is no network but its own loopback.
 */
class OfflineKitTest {
  @TempDir private Path directory;
  private final FakeLog log = FakeLog.named("demo.example/log").grow(70_000);
  private final FakeRekor rekor =
      FakeRekor.named("rekor.example").openShard(RekorV1AirGapFixture.ACTIVE, 1000);
  private FakeLogServer server;
  private FakeRekorServer rekorServer;
  private DocumentTranscript document;
  private OfflineKitSite connected;
  private OfflineKitSite isolated;
  private String exporterKey = "";

  @BeforeEach
  void setUp() throws Exception {
    document = DocumentTranscript.read(Path.of("docs/airgap.md"));
    server = FakeLogServer.start(log);
    rekorServer = FakeRekorServer.start(rekor);
    Path transferDirectory = Files.createDirectory(directory.resolve("carried"));
    connected = OfflineKitSite.connected(transferDirectory, directory.resolve("connected"));
    isolated = OfflineKitSite.isolated(transferDirectory, directory.resolve("isolated"));
  }

  @AfterEach
  void tearDown() {
    server.close();
    rekorServer.close();
  }

  @Test
  void everyDocumentedCommandPrintsTheDocumentedOutput() throws Exception {
    makeKey();
    transferFirstBundle();
    transferDelta();
    loseABundle();
    transferRekorCheckpoints();
  }

  private void makeKey() throws Exception {
    String output =
        connected.follow(log, server.url()).assertOutputs(typedCommands("Signed bundles", 1));
    exporterKey = output.lines().findFirst().orElseThrow();
  }

  private void transferFirstBundle() throws Exception {
    List<DocumentTranscript.TypedCommand> typed = typedCommands("The first bundle", 7);
    connected.assertOutputs(typed.subList(0, 2));
    isolated.follow(log, AirGapFixture.UNREACHABLE).assertOutputs(typed.subList(2, 7));
  }

  private void transferDelta() throws Exception {
    log.grow(5_000);
    connected.airGap("signingKeyPath", connected.file("exporter.key").toString());
    isolated.airGap("trustedExporters", exporterKey).copyToTransfer("receipts/demo.receipt.json");
    connected.runSuccessfully("stella attestor sync --backend demo");
    List<DocumentTranscript.TypedCommand> typed = typedCommands("Deltas", 3);
    connected.assertOutputs(typed.subList(0, 1));
    isolated.assertOutputs(typed.subList(1, 3));
  }

  private void loseABundle() throws Exception {
    connected.runSuccessfully(
        "stella attestor export --backend demo --output vol.tar.gz --include-entries"
            + " --checkpoints-only-verified --volume-size 1100000");
    isolated
        .replacement(directory.resolve("empty"))
        .follow(log, AirGapFixture.UNREACHABLE)
        .airGap("trustedExporters", exporterKey)
        .assertOutputs(typedCommands("When a bundle is lost", 3));
  }

  private void transferRekorCheckpoints() throws Exception {
    List<DocumentTranscript.TypedCommand> typed = typedCommands("Rekor v1", 2);
    connected
        .follow(rekor, rekorServer.url())
        .runSuccessfully("stella attestor sync --backend rekor");
    connected.assertOutputs(typed.subList(0, 1));
    isolated.follow(rekor, AirGapFixture.UNREACHABLE).assertOutputs(typed.subList(1, 2));
  }

  private List<DocumentTranscript.TypedCommand> typedCommands(String heading, int commands) {
    List<DocumentTranscript.TypedCommand> typed = document.section(heading);
    assertThat(typed).as(heading).hasSize(commands);
    return typed;
  }
}
