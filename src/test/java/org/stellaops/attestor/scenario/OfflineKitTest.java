package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.fakelog.FakeRekor;
import org.stellaops.attestor.fakelog.FakeRekorServer;

/**
 * What {@code docs/offline-kit.md} shows as typed is typed here, on both sides of an air gap, and
 * says what stands there. {@code bin/trial kit} runs it through the launcher, and the isolated side
 * where there is no network but its own loopback.
 */
class OfflineKitTest {
  @TempDir private Path directory;
  private final FakeLog log = FakeLog.named("demo.example/log").grow(70_000);
  private final FakeRekor rekor = FakeRekor.named("rekor.example").open(RekorV1Sides.ACTIVE, 1000);
  private FakeLogServer server;
  private FakeRekorServer rekorServer;
  private Transcript document;
  private KitSide connected;
  private KitSide isolated;
  private String exporters = "";

  @BeforeEach
  void begin() throws Exception {
    document = Transcript.read(Path.of("docs/offline-kit.md"));
    server = FakeLogServer.start(log);
    rekorServer = FakeRekorServer.start(rekor);
    Path carried = Files.createDirectory(directory.resolve("carried"));
    connected = KitSide.connected(carried, directory.resolve("connected"));
    isolated = KitSide.isolated(carried, directory.resolve("isolated"));
  }

  @AfterEach
  void end() {
    server.close();
    rekorServer.close();
  }

  @Test
  void everyCommandOfTheDocumentSaysWhatStandsThere() throws Exception {
    makeKey();
    carryTheFirstKit();
    carryWhatIsNew();
    loseAKit();
    carryCheckpointsOfRekor();
  }

  private void makeKey() throws Exception {
    String said = connected.follow(log, server.url()).typed(typed("Who may bring kits", 1));
    exporters = said.lines().findFirst().orElseThrow();
  }

  private void carryTheFirstKit() throws Exception {
    List<Transcript.Typed> typed = typed("The first kit", 7);
    connected.typed(typed.subList(0, 2));
    isolated.follow(log, TwoSides.NOWHERE).typed(typed.subList(2, 7));
  }

  private void carryWhatIsNew() throws Exception {
    log.grow(5_000);
    connected.airGap("signingKeyPath", connected.file("exporter.key").toString());
    isolated.airGap("trustedExporters", exporters).carry("receipts/demo.receipt.json");
    connected.does("stella attestor sync --backend demo");
    List<Transcript.Typed> typed = typed("Every kit after that", 3);
    connected.typed(typed.subList(0, 1));
    isolated.typed(typed.subList(1, 3));
  }

  private void loseAKit() throws Exception {
    connected.does(
        "stella attestor export --backend demo --output vol.tar.gz --include-entries"
            + " --checkpoints-only-verified --volume-size 1100000");
    isolated
        .anew(directory.resolve("empty"))
        .follow(log, TwoSides.NOWHERE)
        .airGap("trustedExporters", exporters)
        .typed(typed("When a kit is lost", 3));
  }

  private void carryCheckpointsOfRekor() throws Exception {
    List<Transcript.Typed> typed = typed("Rekor v1", 2);
    connected.follow(rekor, rekorServer.url()).does("stella attestor sync --backend rekor");
    connected.typed(typed.subList(0, 1));
    isolated.follow(rekor, TwoSides.NOWHERE).typed(typed.subList(1, 2));
  }

  private List<Transcript.Typed> typed(String heading, int commands) {
    List<Transcript.Typed> typed = document.under(heading);
    assertThat(typed).as(heading).hasSize(commands);
    return typed;
  }
}
