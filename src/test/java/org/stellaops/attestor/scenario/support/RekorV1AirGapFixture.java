package org.stellaops.attestor.scenario.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.bundle.format.Receipt;
import org.stellaops.attestor.bundle.read.BundleForger;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.mirror.store.StoredCheckpoint;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.route.airgap.ExportRequest;
import org.stellaops.attestor.route.airgap.ImportRequest;
import org.stellaops.attestor.testlog.FakeRekor;
import org.stellaops.attestor.testlog.FakeRekorServer;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * A Rekor v1 server, an instance that follows its checkpoints, and one that reaches nothing: its
 * own database, its own disk, and an address where nobody listens.
 */
public final class RekorV1AirGapFixture implements AutoCloseable {
  public static final String BACKEND = "prod";
  public static final long CLOSED = 11;
  public static final long ACTIVE = 22;
  public static final String SHARD = BACKEND + "/" + ACTIVE;
  public static final String PROOF = "api/v1/log/proof";

  private final Path directory;
  private final FakeRekor rekor;
  private final FakeRekorServer server;
  private final TestConfiguration connectedConfiguration;
  private final MirrorUnderTest connected;
  private final MirrorUnderTest isolated;

  private RekorV1AirGapFixture(Path directory, FakeRekor rekor) throws IOException {
    this.directory = directory;
    this.rekor = rekor;
    this.server = FakeRekorServer.start(rekor);
    Files.createDirectories(directory.resolve("carried"));
    this.connectedConfiguration =
        connectedConfiguration(directory.resolve("connected"), rekor, server);
    this.connected = connectedConfiguration.start();
    this.isolated = isolatedConfiguration(directory.resolve("isolated"), rekor).start();
  }

  /** Both sides; the connected one has synced. */
  public static RekorV1AirGapFixture of(Path directory, FakeRekor rekor) throws IOException {
    RekorV1AirGapFixture fixture = new RekorV1AirGapFixture(directory, rekor);
    fixture.sync();
    return fixture;
  }

  /** An instance that follows the checkpoints of a server. */
  public static TestConfiguration connectedConfiguration(
      Path directory, FakeRekor rekor, FakeRekorServer server) throws IOException {
    return MirrorUnderTest.in(Files.createDirectories(directory))
        .follow(BACKEND, rekor, server.url())
        .backend("type", "rekor-v1");
  }

  /** An instance that has the key of a server and no way to it. */
  public static TestConfiguration isolatedConfiguration(Path directory, FakeRekor rekor)
      throws IOException {
    return MirrorUnderTest.in(Files.createDirectories(directory))
        .follow(BACKEND, rekor, AirGapFixture.UNREACHABLE)
        .backend("type", "rekor-v1");
  }

  public FakeRekor rekor() {
    return rekor;
  }

  public FakeRekorServer server() {
    return server;
  }

  public MirrorUnderTest connected() {
    return connected;
  }

  public MirrorUnderTest isolatedConfiguration() {
    return isolated;
  }

  /** The configuration of the connected side, for commands. */
  public String config() {
    return connectedConfiguration.file().toString();
  }

  private void sync() {
    assertThat(connected.syncAll(BACKEND))
        .isNotEmpty()
        .allSatisfy(CycleReportAssertions::assertGood);
  }

  /** The active shard grows, and the connected side follows. */
  public void grow(long entries) {
    rekor.grow(entries);
    sync();
  }

  /** A file between the two sides. */
  public Path carried(String name) {
    return directory.resolve("carried").resolve(name);
  }

  /** An order for the checkpoints of the active shard. */
  public static ExportRequest request(Path file, OptionalLong since, Optional<Receipt> receipt) {
    return new ExportRequest(
        SHARD, file, BundleContent.CHECKPOINTS, true, since, receipt, 0, Optional.empty());
  }

  /** Exports everything. */
  public Path export(String name) {
    return exportSuccessfully(request(carried(name), OptionalLong.empty(), Optional.empty()));
  }

  /** Exports what is new since a size. */
  public Path exportSince(long size, String name) {
    return exportSuccessfully(request(carried(name), OptionalLong.of(size), Optional.empty()));
  }

  /** Exports what is new since a receipt. */
  public Path exportSince(Receipt receipt, String name) {
    return exportSuccessfully(request(carried(name), OptionalLong.empty(), Optional.of(receipt)));
  }

  private Path exportSuccessfully(ExportRequest request) {
    BundleReport report = connected.export(request).get(0);
    assertThat(report.message()).isEmpty();
    assertThat(report.outcome()).isEqualTo("written");
    return report.file();
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

  /** Where the isolated side stands with the active shard. */
  public TreeHead knownHead() {
    return isolated.state(SHARD).map(LogState::pending).orElse(TreeHead.EMPTY);
  }

  /** All that a refusal must not change: heads, stored notes, carried files. */
  public List<Object> snapshot() {
    return List.of(
        knownHead(),
        isolated.store().checkpoints().history(origin(ACTIVE), Integer.MAX_VALUE).stream()
            .map(StoredCheckpoint::head)
            .toList(),
        FileTree.of(directory.resolve("isolated").resolve("received")));
  }

  static Origin origin(long shard) {
    return new Origin("rekor.example - " + shard);
  }

  /** The same bundle with another file in it, which the manifest lists as it is. */
  public static BundleForger withFile(BundleForger forger, String path, byte[] content) {
    String replacement = "$1" + content.length + "$2" + sha256(content);
    return forger
        .transformFile(path, old -> content)
        .transformFile(
            "manifest.json",
            json ->
                new String(json, StandardCharsets.UTF_8)
                    .replaceFirst(
                        "(\"path\" : \""
                            + path
                            + "\",\\s+\"bytes\" : )\\d+(,\\s+\"sha256\" : \")"
                            + "[0-9a-f]{64}",
                        replacement)
                    .getBytes(StandardCharsets.UTF_8));
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What an instance that is shown another history exports of it. */
  public static Path exportForkedHistory(
      FakeRekor other, Path targetDirectory, long growth, OptionalLong since) throws IOException {
    try (FakeRekorServer server = FakeRekorServer.start(other);
        MirrorUnderTest mirror = connectedConfiguration(targetDirectory, other, server).start()) {
      assertThat(mirror.syncAll(BACKEND)).allSatisfy(CycleReportAssertions::assertGood);
      if (growth > 0) {
        other.shard(ACTIVE).grow(growth);
        assertThat(mirror.syncAll(BACKEND)).allSatisfy(CycleReportAssertions::assertGood);
      }
      BundleReport report =
          mirror
              .export(request(targetDirectory.resolve("other.tar.gz"), since, Optional.empty()))
              .get(0);
      assertThat(report.message()).isEmpty();
      return report.file();
    }
  }

  /** The numbers of the meters of imports, by their outcome. */
  public double importCount(String outcome) {
    return isolated.meter(
        "attestor_bundle_imports_total{backend=\"" + SHARD + "\",outcome=\"" + outcome + "\"}");
  }

  public Map<String, String> attachedFiles() {
    return FileTree.of(directory.resolve("isolated").resolve("received"));
  }

  @Override
  public void close() {
    isolated.close();
    connected.close();
    server.close();
  }
}
