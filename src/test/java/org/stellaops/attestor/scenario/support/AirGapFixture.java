package org.stellaops.attestor.scenario.support;

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
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.bundle.format.Receipt;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.route.airgap.ExportRequest;
import org.stellaops.attestor.route.airgap.ImportRequest;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/**
 * A log, a mirror that reaches it, and a mirror that reaches nothing: its own database, its own
 * disk, and an address where nobody listens. Between them there are files.
 */
public final class AirGapFixture implements AutoCloseable {
  /** Refuses every connection. */
  public static final URI UNREACHABLE = URI.create("http://127.0.0.1:1/");

  private final Path directory;
  private final FakeLog log;
  private final FakeLogServer server;
  private final MirrorUnderTest connected;
  private final MirrorUnderTest isolated;

  private AirGapFixture(
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
  public static AirGapFixture of(Path directory, FakeLog log) throws IOException {
    return of(directory, log, MirrorUnderTest.of(directory.resolve("isolated"), log, UNREACHABLE));
  }

  /** The same with an isolated side of one's own. */
  public static AirGapFixture of(Path directory, FakeLog log, TestConfiguration isolated)
      throws IOException {
    FakeLogServer server = FakeLogServer.start(log);
    MirrorUnderTest connected =
        MirrorUnderTest.of(directory.resolve("connected"), log, server.url()).start();
    Files.createDirectories(directory.resolve("carried"));
    AirGapFixture fixture = new AirGapFixture(directory, log, server, connected, isolated.start());
    CycleReportAssertions.assertGood(connected.sync());
    return fixture;
  }

  public FakeLog log() {
    return log;
  }

  FakeLogServer server() {
    return server;
  }

  public MirrorUnderTest connected() {
    return connected;
  }

  public MirrorUnderTest isolated() {
    return isolated;
  }

  /** The log grows, and the connected side follows. */
  public void grow(long entries) {
    log.grow(entries);
    CycleReportAssertions.assertGood(connected.sync());
  }

  /** A file between the two sides. */
  public Path carried(String name) {
    return directory.resolve("carried").resolve(name);
  }

  /** An order for everything, with entries. */
  public ExportRequest everything(String name) {
    return request(name, BundleContent.ENTRIES, OptionalLong.empty(), Optional.empty(), 0);
  }

  /** An order for everything into a file of any place. */
  public static ExportRequest everything(Path file) {
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
  public ExportRequest since(long size, String name) {
    return request(name, BundleContent.ENTRIES, OptionalLong.of(size), Optional.empty(), 0);
  }

  public ExportRequest request(
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
  public List<Path> export(ExportRequest request) {
    List<BundleReport> reports = connected.export(request);
    assertThat(reports).allSatisfy(report -> assertThat(report.message()).isEmpty());
    return reports.stream().map(BundleReport::file).toList();
  }

  /** A look at a bundle that is to change nothing. */
  public static ImportRequest dryRun(Path file) {
    return new ImportRequest(file, true, false);
  }

  /** Imports on the isolated side. */
  public BundleReport importBundle(Path file) {
    return isolated.importBundle(new ImportRequest(file, false, false));
  }

  /** Imports, and finds that it went well. */
  public BundleReport importSuccessfully(Path file) {
    BundleReport report = importBundle(file);
    assertThat(report.message()).isEmpty();
    assertThat(report.failure()).isEmpty();
    return report;
  }

  /** The isolated side has every file of the connected one, byte for byte, and stands there. */
  public void assertIdentical() {
    assertThat(sortedFiles(isolated)).isEqualTo(sortedFiles(connected));
    assertThat(isolated.state().orElseThrow().mirrored())
        .isEqualTo(connected.state().orElseThrow().mirrored());
  }

  private static Map<String, String> sortedFiles(MirrorUnderTest mirror) {
    return new TreeMap<>(mirror.files());
  }

  @Override
  public void close() {
    isolated.close();
    connected.close();
    server.close();
  }
}
