package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.stellaops.attestor.bundle.BundleContent;
import org.stellaops.attestor.bundle.Receipt;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.route.BundleReport;
import org.stellaops.attestor.route.ExportRequest;
import org.stellaops.attestor.route.ImportRequest;

/**
 * A log, a mirror that reaches it, and a mirror that reaches nothing: its own database, its own
 * disk, and an address where nobody listens. Between them there are files.
 */
final class TwoSides implements AutoCloseable {
  /** Refuses every connection. */
  static final URI NOWHERE = URI.create("http://127.0.0.1:1/");

  private final Path directory;
  private final FakeLog log;
  private final FakeLogServer server;
  private final MirrorUnderTest connected;
  private final MirrorUnderTest isolated;

  private TwoSides(
      Path directory,
      FakeLog log,
      FakeLogServer server,
      MirrorUnderTest connected,
      MirrorUnderTest isolated) {
    this.directory = directory;
    this.log = log;
    this.server = server;
    this.connected = connected;
    this.isolated = isolated;
  }

  /** Both sides of a log; the connected one has synced. */
  static TwoSides of(Path directory, FakeLog log) throws IOException {
    return of(directory, log, MirrorUnderTest.of(directory.resolve("isolated"), log, NOWHERE));
  }

  /** The same with an isolated side of one's own. */
  static TwoSides of(Path directory, FakeLog log, TestConfiguration isolated) throws IOException {
    FakeLogServer server = FakeLogServer.start(log);
    MirrorUnderTest connected =
        MirrorUnderTest.of(directory.resolve("connected"), log, server.url()).start();
    Files.createDirectories(directory.resolve("carried"));
    TwoSides sides = new TwoSides(directory, log, server, connected, isolated.start());
    ReportAssert.assertGood(connected.sync());
    return sides;
  }

  FakeLog log() {
    return log;
  }

  FakeLogServer server() {
    return server;
  }

  MirrorUnderTest connected() {
    return connected;
  }

  MirrorUnderTest isolated() {
    return isolated;
  }

  /** The log grows, and the connected side follows. */
  void grow(long entries) {
    log.grow(entries);
    ReportAssert.assertGood(connected.sync());
  }

  /** A file between the two sides. */
  Path carried(String name) {
    return directory.resolve("carried").resolve(name);
  }

  /** An order for everything, with entries. */
  ExportRequest everything(String name) {
    return request(name, BundleContent.ENTRIES, OptionalLong.empty(), Optional.empty(), 0);
  }

  /** An order for everything into a file of any place. */
  static ExportRequest everything(Path file) {
    return new ExportRequest(
        TestConfiguration.BACKEND,
        file,
        BundleContent.ENTRIES,
        true,
        OptionalLong.empty(),
        Optional.empty(),
        0,
        Optional.empty());
  }

  /** An order for what is new since a size. */
  ExportRequest since(long size, String name) {
    return request(name, BundleContent.ENTRIES, OptionalLong.of(size), Optional.empty(), 0);
  }

  ExportRequest request(
      String name,
      BundleContent content,
      OptionalLong since,
      Optional<Receipt> receipt,
      long volumeSize) {
    return new ExportRequest(
        TestConfiguration.BACKEND,
        carried(name),
        content,
        true,
        since,
        receipt,
        volumeSize,
        Optional.empty());
  }

  /** Exports, and finds that it went well. */
  List<Path> export(ExportRequest request) {
    List<BundleReport> reports = connected.export(request);
    assertThat(reports).allSatisfy(report -> assertThat(report.message()).isEmpty());
    return reports.stream().map(BundleReport::file).toList();
  }

  /** A look at a bundle that is to change nothing. */
  static ImportRequest dryRun(Path file) {
    return new ImportRequest(file, true, false);
  }

  /** Imports on the isolated side. */
  BundleReport importBundle(Path file) {
    return isolated.importBundle(new ImportRequest(file, false, false));
  }

  /** Imports, and finds that it went well. */
  BundleReport importGood(Path file) {
    BundleReport report = importBundle(file);
    assertThat(report.message()).isEmpty();
    assertThat(report.failure()).isEmpty();
    return report;
  }

  /** The isolated side has every file of the connected one, byte for byte, and stands there. */
  void assertSame() {
    assertThat(visible(isolated)).isEqualTo(visible(connected));
    assertThat(isolated.state().orElseThrow().mirrored())
        .isEqualTo(connected.state().orElseThrow().mirrored());
  }

  private static Map<String, String> visible(MirrorUnderTest mirror) {
    return new TreeMap<>(mirror.files());
  }

  @Override
  public void close() {
    isolated.close();
    connected.close();
    server.close();
  }
}
