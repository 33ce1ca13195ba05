package org.stellaops.attestor.bundle.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.bundle.BundleFixture;
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.bundle.format.MetadataFile;
import org.stellaops.attestor.bundle.format.ProofTiles;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.note.NoteSignature;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;

/** Every bundle is read as an import does, without routes and database. */
class BundleReaderTest {
  private static final NoteSigner EXPORTER = signer("exports.example");
  private static final NoteSigner STRANGER = signer("stranger.example");

  private static final FakeLog LOG = FakeLog.named("reader.example/log").grow(300).grow(1_400);

  /** The exported files by name. Mutation tests prepare the class for every test again. */
  private static final Map<String, byte[]> EXPORTED = new HashMap<>();

  @TempDir private static Path directory;
  private static BundleFixture fixture;
  private static Path gzip;
  private static Path zstd;

  @BeforeAll
  static void export() throws IOException {
    fixture = BundleFixture.of(LOG, directory);
    gzip = directory.resolve("good.tar.gz");
    zstd = directory.resolve("good.tar.zst");
    if (EXPORTED.isEmpty()) {
      delta().signedBy(EXPORTER).file("good.tar.gz");
      delta().file("good.tar.zst");
      for (Path file : List.of(gzip, zstd)) {
        for (String name : List.of(file.getFileName().toString(), file.getFileName() + ".sha256")) {
          EXPORTED.put(name, Files.readAllBytes(directory.resolve(name)));
        }
      }
    }
    for (Map.Entry<String, byte[]> each : EXPORTED.entrySet()) {
      Files.write(directory.resolve(each.getKey()), each.getValue());
    }
  }

  private static BundleFixture.Export delta() {
    return fixture.export().since(300).history(900).attach("trust/root.json", new byte[] {1, 2});
  }

  @Test
  void goodBundleIsReadFileByFile() throws IOException {
    for (Path file : List.of(gzip, zstd)) {
      BundleFixture.Imported imported = fixture.read(file);

      assertThat(imported.notes().head()).isEqualTo(fixture.checkpoint(1_700));
      assertThat(imported.notes().earlier())
          .containsExactly(fixture.checkpoint(300), fixture.checkpoint(900));
      assertThat(imported.metadata())
          .containsOnlyKeys("checkpoint", "checkpoints/300", "checkpoints/900", "trust/root.json")
          .containsEntry("trust/root.json", new byte[] {1, 2});
      assertThat(imported.proofTiles().keySet())
          .extracting(Tile::path)
          .contains("tile/0/001", "tile/0/006.p/164", "tile/1/000.p/6");
      assertThat(imported.tree())
          .containsOnlyKeys(
              "tile/0/002",
              "tile/0/003",
              "tile/0/004",
              "tile/0/005",
              "tile/entries/001",
              "tile/entries/002",
              "tile/entries/003",
              "tile/entries/004",
              "tile/entries/005",
              "tile/entries/006.p/164");
      for (Map.Entry<String, byte[]> each : imported.tree().entrySet()) {
        assertThat(each.getValue()).isEqualTo(fixture.log().get(each.getKey()).orElseThrow());
      }
      assertThat(imported.sha256() + "  " + file.getFileName() + "\n")
          .isEqualTo(Files.readString(directory.resolve(file.getFileName() + ".sha256")));
      assertThat(imported.bytesRead()).isEqualTo(Files.size(file));
      assertThat(skip(file)).isEqualTo(imported.sha256());
    }
  }

  @Test
  void tilesToRetainAreKept() {
    Tile leaves = (Tile) Resource.parse("tile/0/003");

    assertThat(fixture.read(gzip, Set.of(leaves)).retained()).containsOnlyKeys(leaves);
    assertThat(fixture.read(gzip).retained()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd"})
  void everyTruncatedBundleIsRejected(String compression) throws IOException {
    Path good = compression.equals("gzip") ? gzip : zstd;
    byte[] bytes = Files.readAllBytes(good);
    Path cut = directory.resolve("cut" + good.getFileName().toString().substring(4));
    Random random = new Random(7);
    for (int i = 0; i < 60; i++) {
      int length =
          i < 20 ? bytes.length - 1 - i : i < 30 ? i - 20 : random.nextInt(bytes.length - 1);
      Files.write(cut, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> fixture.read(cut))
          .as("%d bytes", length)
          .isInstanceOfSatisfying(
              AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.BAD_BUNDLE))
          .hasMessageContaining("truncated after " + length + " bytes");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd"})
  void everyFlippedBitIsRejected(String compression) throws IOException {
    Path good = compression.equals("gzip") ? gzip : zstd;
    byte[] bytes = Files.readAllBytes(good);
    Path flipped = directory.resolve("flipped" + good.getFileName().toString().substring(4));
    Random random = new Random(8);
    for (int i = 0; i < 150; i++) {
      int at = i < 75 ? bytes.length - 1 - i : random.nextInt(bytes.length);
      bytes[at] ^= (byte) (1 << i % 8);
      Files.write(flipped, bytes);
      assertThatThrownBy(() -> fixture.read(flipped))
          .as("bit %d of byte %d", i % 8, at)
          .isInstanceOfSatisfying(
              AttestorException.class,
              e -> assertThat(e.failure().exitCode()).isEqualTo(ExitCode.REJECTED));
      bytes[at] ^= (byte) (1 << i % 8);
    }
  }

  @Test
  void dataAfterTheTrailerIsRejected() throws IOException {
    for (Path good : List.of(gzip, zstd)) {
      byte[] bytes = Files.readAllBytes(good);
      Path longer = directory.resolve("longer" + good.getFileName().toString().substring(4));
      Files.write(longer, Arrays.copyOf(bytes, bytes.length + 1));

      assertRejected("data after the trailer", longer);
      assertThatThrownBy(() -> skip(longer)).hasMessageContaining("data after the trailer");
    }
  }

  static Stream<Arguments> manipulations() {
    return Stream.of(
        manipulation(
            "path that climbs", f -> f.renameFile("tile/0/002", "../../evil"), "'../../evil'"),
        manipulation("symbolic link", f -> f.withType("tile/0/002", '2'), "a symbolic link"),
        manipulation("hard link", f -> f.withType("tile/0/002", '1'), "a hard link"),
        manipulation("device", f -> f.withType("tile/0/002", '3'), "a device"),
        manipulation("pipe", f -> f.withType("tile/0/002", '6'), "a pipe"),
        manipulation("directory", f -> f.withType("tile/0/002", '5'), "a directory"),
        manipulation("pax header", f -> f.withType("tile/0/002", 'x'), "a pax header"),
        manipulation("long name", f -> f.withType("tile/0/002", 'L'), "a long name"),
        manipulation("sparse file", f -> f.withType("tile/0/002", 'S'), "a sparse file"),
        manipulation(
            "executable", f -> f.transformHeader("tile/0/002", at(105, '7')), "canonical form"),
        manipulation(
            "size of gigabytes",
            f -> f.transformHeader("tile/0/002", at(124, '7')),
            "extends beyond its segment"),
        manipulation(
            "last file one block longer than its segment",
            f -> f.transformHeader("tile/entries/006.p/164", largerBy(513)),
            "extends beyond its segment"),
        manipulation(
            "no size", f -> f.transformHeader("tile/0/002", at(124, 'x')), "invalid tar header"),
        manipulation(
            "part of a block after the last file",
            f -> f.appendZeros("tile/0/002", 511),
            "contains more than its"),
        manipulation(
            "block after the last file",
            f -> f.appendZeros("tile/0/002", 512),
            "contains more than its"),
        manipulation(
            "no first manifest", f -> f.removeFile("manifest.json"), "begin with manifest.json"),
        manipulation(
            "two manifests",
            f -> f.duplicateFile("manifest.json"),
            "begin with manifest.json|unexpected file 'manifest.json', expected manifest.note"),
        manipulation(
            "manifest of another name",
            f -> f.renameFile("manifest.json", "manifest.txt"),
            "begin with manifest.json"),
        manipulation(
            "note of another name",
            f -> f.renameFile("manifest.note", "manifest.sig"),
            "unexpected file 'manifest.sig', expected manifest.note"),
        manipulation(
            "note that is none",
            f -> f.transformFile("manifest.note", note -> new byte[] {'x', '\n'}),
            "manifest.note is not a signed note"),
        manipulation("checkpoint twice", f -> f.duplicateFile("checkpoint"), "'checkpoint'"),
        manipulation("no checkpoint", f -> f.removeFile("checkpoint"), "does not match the man"),
        manipulation(
            "other attached file",
            f -> f.transformFile("trust/root.json", bytes -> new byte[] {1, 3}),
            "'trust/root.json' does not match the manifest"),
        manipulation(
            "attached file of another name",
            f -> f.renameFile("trust/root.json", "trust/rot.json"),
            "'trust/rot.json' does not match the manifest"),
        manipulation(
            "attached file that is not there",
            f -> f.listMissingFiles(1, 1),
            "does not match the manifest"),
        manipulation(
            "more attached files than listed",
            f -> f.addFilesAfter("trust/root.json", 1),
            "does not match the manifest"),
        manipulation("no edge", f -> f.removeFile("tile/1/000.p/6"), "among the proof tiles"),
        manipulation(
            "more proof tiles than needed",
            f -> f.addFilesAfter(lastProofTile(), 1),
            "among the proof tiles"),
        manipulation(
            "edge cut short",
            f -> f.transformFile("tile/1/000.p/6", b -> Arrays.copyOf(b, b.length - 32)),
            "tile/1/000.p/6"),
        manipulation(
            "edge of another tree",
            f -> f.transformFile("tile/1/000.p/6", flip(5)),
            "do not hash to the root"),
        manipulation("no tile", f -> f.removeFile("tile/0/003"), "expected tile/0/003"),
        manipulation(
            "tile of another tree", f -> f.transformFile("tile/0/002", flip(99)), "tile/0/002"),
        manipulation(
            "another entry", f -> f.transformFile("tile/entries/003", flip(9)), "tile/entries/003"),
        manipulation(
            "more files than tiles",
            f -> f.addFilesAfter("tile/0/003", 400),
            "invalid number of files at tile/0/002: 404, expected 1 to 4"),
        manipulation(
            "empty files before a tile",
            f -> f.insertEmptyFilesBefore("tile/0/002", 0),
            "invalid number of files at tile/0/002: 512, expected 1 to 4"),
        manipulation(
            "a million files", f -> f.insertSegment(new byte[0], 1_000_000), "with 1000000 files"),
        manipulation("513 files", f -> f.insertSegment(new byte[0], 513), "bytes with 513 files"),
        manipulation(
            "512 files after the tree",
            f -> f.insertEmptyFilesAtEnd(0),
            "data after the last file of the tree"),
        manipulation(
            "file count below zero", f -> f.insertSegment(new byte[0], -1), "with -1 files"),
        manipulation(
            "file after the tree", f -> f.insertSegment(new byte[512], 1), "data after the last"),
        manipulation(
            "megabyte in the end marker",
            f -> f.insertSegment(new byte[1 << 20], 0),
            "data after the last file"),
        manipulation(
            "one tile fewer counted",
            f -> f.replaceFirstInManifest("\"tiles\" : [0-9]+", "\"tiles\" : 3"),
            "counts mismatch: manifest 3 tiles and 6 entry bundles, read [0-9]+ and 6"),
        manipulation(
            "one entry bundle fewer counted",
            f -> f.replaceInManifest("\"entryBundles\" : 6", "\"entryBundles\" : 5"),
            "counts mismatch: manifest [0-9]+ tiles and 5 entry bundles, read [0-9]+ and 6"),
        manipulation(
            "other key name",
            f -> f.replaceInManifest("\"name\" : \"reader", "\"name\" : \"r3ader"),
            "names a different key"),
        manipulation(
            "other key ID",
            f -> f.replaceFirstInManifest("\"id\" : \"[0-9a-f]{8}", "\"id\" : \"00000000"),
            "names a different key"),
        manipulation(
            "other base of the same size",
            f ->
                f.replaceInManifest(
                    fixture.log().head(300).root().toString(),
                    "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
            "the checkpoint of the base is missing"),
        manipulation(
            "other root",
            f ->
                f.replaceInManifest(
                    fixture.log().head(1_700).root().toString(),
                    "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
            "tree head mismatch: manifest 1700"),
        manipulation(
            "checkpoint under the name of another",
            f -> f.addFile("trust/root.json", "checkpoints/901", fixture.log().checkpoint(899)),
            "checkpoints/901 is the checkpoint of size 899"),
        manipulation(
            "pending checkpoint of the same size",
            f -> f.addFile("trust/root.json", "pending", fixture.log().checkpoint(1_700)),
            "pending checkpoint is not larger"),
        manipulation(
            "checkpoints in the wrong order",
            f -> f.addFile("trust/root.json", "checkpoints/600", fixture.log().checkpoint(600)),
            "unexpected checkpoint of size 600"),
        manipulation(
            "checkpoint as large as the tree",
            f -> f.addFile("trust/root.json", "checkpoints/1700", fixture.log().checkpoint(1_700)),
            "unexpected checkpoint of size 1700"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("manipulations")
  void manipulatedBundleIsRejected(String name, UnaryOperator<BundleForger> change, String reason) {
    for (Path good : List.of(gzip, zstd)) {
      if (good == zstd && name.contains("note")) {
        continue; // only the other one is signed
      }
      Path bad = directory.resolve("bad" + good.getFileName().toString().substring(4));
      assertRejected(reason, change.apply(BundleForger.of(good)).write(bad));
    }
  }

  @Test
  void fileThatIsNoBundleIsRejected() throws IOException {
    Path other =
        Files.write(directory.resolve("text.tar.gz"), "hello, world, hello".getBytes(UTF_8));

    assertRejected("not a bundle: unexpected first bytes", other);
    assertThatThrownBy(() -> BundleReader.open(directory.resolve("absent.tar.gz")))
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.CONFIGURATION))
        .hasMessageContaining("no such file");
    assertThatThrownBy(
            () -> BundleReader.open(Files.createDirectories(directory.resolve("folder.tar.gz"))))
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.DISK));
  }

  @Test
  void lengthOfASegmentIsLimited() throws IOException {
    for (int length : new int[] {0, 24, Integer.MAX_VALUE, -1, (21 << 20) + (1 << 17) + 25}) {
      byte[] bytes = Files.readAllBytes(gzip);
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(16, length);
      assertRejected(
          "segment: invalid size: ", Files.write(directory.resolve("length.tar.gz"), bytes));
    }
    for (int length : new int[] {25, (21 << 20) + (1 << 17) + 24}) {
      byte[] bytes = Arrays.copyOf(Files.readAllBytes(gzip), 40);
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(16, length);
      Path file = Files.write(directory.resolve("length.tar.gz"), bytes);
      assertThatThrownBy(() -> fixture.read(file)).hasMessageNotContaining("invalid size");
    }
  }

  @Test
  void exporterPolicyDecidesBySignature() {
    ExporterPolicy open = new ExporterPolicy(false, List.of());
    ExporterPolicy trusting = new ExporterPolicy(false, List.of(STRANGER.key(), EXPORTER.key()));
    ExporterPolicy requiring = new ExporterPolicy(true, List.of());
    ExporterPolicy other = new ExporterPolicy(false, List.of(STRANGER.key()));

    try (BundleReader signed = BundleReader.open(gzip);
        BundleReader unsigned = BundleReader.open(zstd)) {
      assertThat(open.verify(signed)).isEmpty();
      assertThat(open.verify(unsigned)).isEmpty();
      assertThat(trusting.verify(signed)).contains(EXPORTER.key());
      assertThat(trusting.verify(unsigned)).isEmpty();
      assertUntrusted("not signed", requiring, unsigned);
      assertUntrusted("signed by 'exports.example+" + EXPORTER.key().keyId(), requiring, signed);
      assertUntrusted("none of which is in attestor.airGap.trustedExporters", other, signed);
      assertThat(signed.signerNames())
          .isEqualTo("'exports.example+" + EXPORTER.key().keyId() + "'");
      assertThat(unsigned.signerNames()).isEmpty();
    }
  }

  @Test
  void noteOverAnotherManifestIsRejected() {
    Path changed =
        BundleForger.of(gzip)
            .replaceInManifest("\"minimumIndex\" : 0", "\"minimumIndex\" : 1")
            .write(directory.resolve("resigned.tar.gz"));

    try (BundleReader reader = BundleReader.open(changed)) {
      assertThatThrownBy(() -> new ExporterPolicy(false, List.of()).verify(reader))
          .hasMessageContaining("manifest.note signs a different manifest");
    }
  }

  @Test
  void forgedSignatureOfTrustedExporterIsBadSignature() {
    Path forged =
        BundleForger.of(gzip)
            .transformFile("manifest.note", BundleReaderTest::withForgedSignature)
            .write(directory.resolve("forged.tar.gz"));

    try (BundleReader reader = BundleReader.open(forged)) {
      assertThatThrownBy(() -> new ExporterPolicy(false, List.of(EXPORTER.key())).verify(reader))
          .isInstanceOfSatisfying(
              AttestorException.class,
              e -> assertThat(e.failure()).isEqualTo(Failure.BAD_SIGNATURE))
          .hasMessageContaining("exporter exports.example");
    }
  }

  @Test
  void checkpointsBundleHasNoTree() {
    Path file =
        fixture
            .export()
            .content(BundleContent.CHECKPOINTS)
            .since(300)
            .history(700, 900)
            .file("checkpoints.tar.gz");

    BundleFixture.Imported imported = fixture.read(file);

    assertThat(imported.tree()).isEmpty();
    assertThat(imported.notes().earlier())
        .containsExactly(fixture.checkpoint(300), fixture.checkpoint(700), fixture.checkpoint(900));
    assertThat(imported.notes().pending()).isEmpty();
    try (BundleReader reader = BundleReader.open(file)) {
      assertThat(imported.notes().notesProvedByTree(reader.manifest())).isEmpty();
      assertThat(imported.notes().consistencyProof(reader.manifest()).earlier()).hasSize(3);
    }
  }

  @Test
  void treeProvesHistoryAndProofTilesProveBase() {
    BundleNotes notes = fixture.read(gzip).notes();

    try (BundleReader reader = BundleReader.open(gzip)) {
      assertThat(notes.notesProvedByTree(reader.manifest()))
          .containsExactly(fixture.checkpoint(900));
      assertThat(notes.consistencyProof(reader.manifest()).earlier())
          .containsExactly(fixture.checkpoint(300));
    }
  }

  @Test
  void logWithoutTilesHasConsistencyProofs() {
    Path file =
        fixture.export().withoutTiles().since(300).history(900).file("without-tiles.tar.zst");

    BundleNotes notes = fixture.read(file).notes();

    assertThat(notes.proofs())
        .containsExactly(
            fixture.log().consistency(300, 1_700), fixture.log().consistency(900, 1_700));
    BundleForger forger =
        BundleForger.of(file)
            .transformFile("consistency/300", bytes -> new byte[0])
            .replaceFirstInManifest(
                "\"consistency/300\",\\s+\"bytes\" : [0-9]+,\\s+\"sha256\" : \"[0-9a-f]+\"",
                "\"consistency/300\",\n      \"bytes\" : 0,\n      \"sha256\" : \""
                    + MetadataFile.of("consistency/300", new byte[0]).sha256()
                    + "\"");
    assertRejected(
        "consistency/300: invalid consistency proof",
        forger.write(directory.resolve("bad-proof.tar.zst")));
  }

  private static String lastProofTile() {
    List<Tile> tiles;
    try (BundleReader reader = BundleReader.open(gzip)) {
      tiles = ProofTiles.of(reader.manifest());
    }
    return tiles.get(tiles.size() - 1).path();
  }

  private static String skip(Path file) {
    try (BundleReader reader = BundleReader.open(file)) {
      return reader.skipToEnd();
    }
  }

  private static void assertUntrusted(String reason, ExporterPolicy policy, BundleReader bundle) {
    assertThatThrownBy(() -> policy.verify(bundle))
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.UNTRUSTED_KEY))
        .hasMessageContaining(reason);
  }

  private static void assertRejected(String reason, Path bundle) {
    assertThatThrownBy(() -> fixture.read(bundle))
        .as("%s", bundle)
        .isInstanceOfSatisfying(
            AttestorException.class,
            e -> assertThat(e.failure().exitCode()).isEqualTo(ExitCode.REJECTED))
        .message()
        .containsPattern(reason);
  }

  private static Arguments manipulation(
      String name, UnaryOperator<BundleForger> change, String reason) {
    return Arguments.of(name, change, reason);
  }

  private static UnaryOperator<byte[]> at(int index, int value) {
    return bytes -> {
      bytes[index] = (byte) value;
      return bytes;
    };
  }

  private static UnaryOperator<byte[]> flip(int index) {
    return bytes -> {
      bytes[index] ^= 1;
      return bytes;
    };
  }

  /** A tar header with a larger size. */
  private static UnaryOperator<byte[]> largerBy(int more) {
    return header -> {
      int size = Integer.parseInt(new String(header, 124, 11, UTF_8), 8);
      byte[] octal = String.format("%011o", size + more).getBytes(UTF_8);
      System.arraycopy(octal, 0, header, 124, octal.length);
      return header;
    };
  }

  private static byte[] withForgedSignature(byte[] note) {
    return SignedNote.of(
            SignedNote.parse(note).text(),
            List.of(new NoteSignature(EXPORTER.key().name(), EXPORTER.key().keyId(), new byte[64])))
        .raw();
  }

  private static NoteSigner signer(String name) {
    try {
      return NoteSigner.of(name, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
