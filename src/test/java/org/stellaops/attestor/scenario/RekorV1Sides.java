package org.stellaops.attestor.scenario;

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
import org.stellaops.attestor.bundle.BundleContent;
import org.stellaops.attestor.bundle.Forge;
import org.stellaops.attestor.bundle.Receipt;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.fakelog.FakeRekor;
import org.stellaops.attestor.fakelog.FakeRekorServer;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.mirror.StoredCheckpoint;
import org.stellaops.attestor.route.BundleReport;
import org.stellaops.attestor.route.ExportRequest;
import org.stellaops.attestor.route.ImportRequest;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * A Rekor v1 server, an instance that follows its checkpoints, and one that reaches nothing: its
 * own database, its own disk, and an address where nobody listens.
 */
final class RekorV1Sides implements AutoCloseable {
  static final String BACKEND = "prod";
  static final long CLOSED = 11;
  static final long ACTIVE = 22;
  static final String SHARD = BACKEND + "/" + ACTIVE;
  static final String PROOF = "api/v1/log/proof";

  private final Path directory;
  private final FakeRekor rekor;
  private final FakeRekorServer server;
  private final TestConfiguration connectedConfiguration;
  private final MirrorUnderTest connected;
  private final MirrorUnderTest isolated;

  private RekorV1Sides(Path directory, FakeRekor rekor) throws IOException {
    this.directory = directory;
    this.rekor = rekor;
    this.server = FakeRekorServer.start(rekor);
    Files.createDirectories(directory.resolve("carried"));
    this.connectedConfiguration = followed(directory.resolve("connected"), rekor, server);
    this.connected = connectedConfiguration.start();
    this.isolated = isolated(directory.resolve("isolated"), rekor).start();
  }

  /** Both sides; the connected one has synced. */
  static RekorV1Sides of(Path directory, FakeRekor rekor) throws IOException {
    RekorV1Sides sides = new RekorV1Sides(directory, rekor);
    sides.sync();
    return sides;
  }

  /** An instance that follows the checkpoints of a server. */
  static TestConfiguration followed(Path directory, FakeRekor rekor, FakeRekorServer server)
      throws IOException {
    return MirrorUnderTest.in(Files.createDirectories(directory))
        .follow(BACKEND, rekor, server.url())
        .backend("type", "rekor-v1");
  }

  /** An instance that has the key of a server and no way to it. */
  static TestConfiguration isolated(Path directory, FakeRekor rekor) throws IOException {
    return MirrorUnderTest.in(Files.createDirectories(directory))
        .follow(BACKEND, rekor, TwoSides.NOWHERE)
        .backend("type", "rekor-v1");
  }

  FakeRekor rekor() {
    return rekor;
  }

  FakeRekorServer server() {
    return server;
  }

  MirrorUnderTest connected() {
    return connected;
  }

  MirrorUnderTest isolated() {
    return isolated;
  }

  /** The configuration of the connected side, for commands. */
  String config() {
    return connectedConfiguration.file().toString();
  }

  private void sync() {
    assertThat(connected.syncAll(BACKEND)).isNotEmpty().allSatisfy(ReportAssert::assertGood);
  }

  /** The active shard grows, and the connected side follows. */
  void grow(long entries) {
    rekor.grow(entries);
    sync();
  }

  /** A file between the two sides. */
  Path carried(String name) {
    return directory.resolve("carried").resolve(name);
  }

  /** An order for the checkpoints of the active shard. */
  static ExportRequest request(Path file, OptionalLong since, Optional<Receipt> receipt) {
    return new ExportRequest(
        SHARD, file, BundleContent.CHECKPOINTS, true, since, receipt, 0, Optional.empty());
  }

  /** Exports everything. */
  Path export(String name) {
    return good(request(carried(name), OptionalLong.empty(), Optional.empty()));
  }

  /** Exports what is new since a size. */
  Path since(long size, String name) {
    return good(request(carried(name), OptionalLong.of(size), Optional.empty()));
  }

  /** Exports what is new since a receipt. */
  Path since(Receipt receipt, String name) {
    return good(request(carried(name), OptionalLong.empty(), Optional.of(receipt)));
  }

  private Path good(ExportRequest request) {
    BundleReport report = connected.export(request).get(0);
    assertThat(report.message()).isEmpty();
    assertThat(report.outcome()).isEqualTo("written");
    return report.file();
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

  /** Where the isolated side stands with the active shard. */
  TreeHead known() {
    return isolated.state(SHARD).map(LogState::pending).orElse(TreeHead.EMPTY);
  }

  /** All that a refusal must not change: heads, stored notes, carried files. */
  List<Object> standing() {
    return List.of(
        known(),
        isolated.store().checkpoints().history(origin(ACTIVE), Integer.MAX_VALUE).stream()
            .map(StoredCheckpoint::head)
            .toList(),
        FileTree.of(directory.resolve("isolated").resolve("received")));
  }

  static Origin origin(long shard) {
    return new Origin("rekor.example - " + shard);
  }

  /** The same bundle with another file in it, which the manifest lists as it is. */
  static Forge replaced(Forge forge, String path, byte[] content) {
    String listed = "$1" + content.length + "$2" + sha256(content);
    return forge
        .file(path, old -> content)
        .file(
            "manifest.json",
            json ->
                new String(json, StandardCharsets.UTF_8)
                    .replaceFirst(
                        "(\"path\" : \""
                            + path
                            + "\",\\s+\"bytes\" : )\\d+(,\\s+\"sha256\" : \")"
                            + "[0-9a-f]{64}",
                        listed)
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
  static Path exportOf(FakeRekor other, Path place, long more, OptionalLong since)
      throws IOException {
    try (FakeRekorServer server = FakeRekorServer.start(other);
        MirrorUnderTest mirror = followed(place, other, server).start()) {
      assertThat(mirror.syncAll(BACKEND)).allSatisfy(ReportAssert::assertGood);
      if (more > 0) {
        other.shard(ACTIVE).grow(more);
        assertThat(mirror.syncAll(BACKEND)).allSatisfy(ReportAssert::assertGood);
      }
      BundleReport report =
          mirror.export(request(place.resolve("other.tar.gz"), since, Optional.empty())).get(0);
      assertThat(report.message()).isEmpty();
      return report.file();
    }
  }

  /** The numbers of the meters of imports, by their outcome. */
  double imports(String outcome) {
    return isolated.meter(
        "attestor_bundle_imports_total{backend=\"" + SHARD + "\",outcome=\"" + outcome + "\"}");
  }

  Map<String, String> received() {
    return FileTree.of(directory.resolve("isolated").resolve("received"));
  }

  @Override
  public void close() {
    isolated.close();
    connected.close();
    server.close();
  }
}
