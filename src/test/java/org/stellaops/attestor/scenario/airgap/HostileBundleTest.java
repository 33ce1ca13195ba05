package org.stellaops.attestor.scenario.airgap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.bundle.read.BundleForger;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.MirrorSnapshot;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.testlog.FakeLog;

/**
 * A bundle may come from anybody. Whatever is wrong with it, it is refused with a reason, and
 * nothing changes: no head, no row, no file.
 */
class HostileBundleTest {
  private static final long BASE_SIZE = 300;
  private static final FakeLog OTHER_LOG = FakeLog.named("other.example/log").grow(BASE_SIZE);

  @TempDir private static Path directory;
  private static AirGapFixture airGap;
  private static Path good;
  private static MirrorSnapshot before;

  /** The isolated side has the beginning of the log, and the good bundle would bring the rest. */
  @BeforeAll
  static void setUp() throws IOException {
    FakeLog log = FakeLog.named("hostile.example/log").grow(BASE_SIZE);
    airGap =
        AirGapFixture.of(
            directory,
            log,
            MirrorUnderTest.of(directory.resolve("isolated"), log, AirGapFixture.UNREACHABLE)
                .follow("other", OTHER_LOG, AirGapFixture.UNREACHABLE));
    airGap.importSuccessfully(airGap.export(airGap.everything("first.tar.gz")).get(0));
    airGap.grow(900);
    airGap.grow(500);
    good = airGap.export(airGap.since(BASE_SIZE, "good.tar.gz")).get(0);
    airGap.export(airGap.since(BASE_SIZE, "good.tar.zst"));
    before = airGap.isolated().snapshot();
  }

  @AfterAll
  static void tearDown() {
    airGap.close();
  }

  static Stream<Arguments> manipulations() {
    return Stream.of(
        manipulation(
            "a path that climbs", f -> f.renameFile("tile/0/002", "../../evil"), "'../../evil'"),
        manipulation(
            "an absolute path", f -> f.renameFile("tile/0/002", "/etc/passwd"), "'/etc/passwd'"),
        manipulation(
            "a backslash", f -> f.renameFile("tile/0/002", "tile\\0\\002"), "unexpected file"),
        manipulation(
            "case alone",
            f -> f.renameFile("tile/0/002", "TILE/0/002"),
            "unexpected file 'TILE/0/002'"),
        manipulation(
            "a name of escapes", f -> f.renameFile("tile/0/002", "\u001b[31m"), "'\\?\\[31m'"),
        manipulation(
            "a name that does not end",
            f -> f.transformHeader("tile/0/002", longName()),
            "unexpected file|not a regular file"),
        manipulation("a symbolic link", f -> f.withType("tile/0/002", '2'), "a symbolic link"),
        manipulation("a hard link", f -> f.withType("tile/0/002", '1'), "a hard link"),
        manipulation("a device", f -> f.withType("tile/0/002", '3'), "a device"),
        manipulation("a disk", f -> f.withType("tile/0/002", '4'), "a device"),
        manipulation("a pipe", f -> f.withType("tile/0/002", '6'), "a pipe"),
        manipulation("a directory", f -> f.withType("tile/0/002", '5'), "a directory"),
        manipulation("a header of pax", f -> f.withType("tile/0/002", 'x'), "a pax header"),
        manipulation(
            "a global header of pax", f -> f.withType("manifest.json", 'g'), "a pax header"),
        manipulation("a long name of GNU", f -> f.withType("tile/0/002", 'L'), "a long name"),
        manipulation("a sparse file", f -> f.withType("tile/0/002", 'S'), "a sparse file"),
        manipulation(
            "a sparse file of star",
            f -> f.transformHeader("tile/0/002", at(124, 0x80)),
            "extends beyond|invalid tar header|not a regular file"),
        manipulation(
            "an executable",
            f -> f.transformHeader("tile/0/002", at(105, '7')),
            "not a regular file in canonical form"),
        manipulation(
            "another time",
            f -> f.transformHeader("tile/0/002", at(140, '7')),
            "not a regular file in canonical form"),
        manipulation(
            "another owner",
            f -> f.transformHeader("tile/0/002", at(112, '7')),
            "not a regular file in canonical form"),
        manipulation(
            "a size of gigabytes",
            f -> f.transformHeader("tile/0/002", at(124, '7')),
            "extends beyond"),
        manipulation(
            "a name twice",
            f -> f.duplicateFile("tile/0/002"),
            "unexpected file|number of files at tile"),
        manipulation(
            "a checkpoint twice",
            f -> f.duplicateFile("checkpoint"),
            "'checkpoint' does not match the manifest"),
        manipulation(
            "a manifest twice", f -> f.duplicateFile("manifest.json"), "expected manifest.note"),
        manipulation(
            "no manifest",
            f -> f.removeFile("manifest.json"),
            "begin with manifest.json|truncated|segment"),
        manipulation(
            "no checkpoint", f -> f.removeFile("checkpoint"), "does not match the manifest"),
        manipulation(
            "no base", f -> f.removeFile("checkpoints/300"), "does not match the manifest"),
        manipulation("no tile", f -> f.removeFile("tile/0/003"), "expected tile/0/003"),
        manipulation("no edge", f -> f.removeFile("tile/1/000.p/6"), "among the proof tiles"),
        manipulation("no entries", f -> f.removeFile("tile/entries/004"), "tile/entries/"),
        manipulation(
            "no last entries",
            f -> f.removeFile("tile/entries/006.p/164"),
            "number of files at tile/entries/006|counts|number of files at .*: 0,"),
        manipulation(
            "hundreds of files",
            f -> f.addFilesAfter("tile/0/003", 400),
            "number of files at tile/0/"),
        manipulation(
            "a million files in a segment",
            f -> f.insertSegment(new byte[0], 1_000_000),
            "bytes with 1000000 files"),
        manipulation(
            "a file after the tree",
            f -> f.insertSegment(new byte[512], 1),
            "data after the last file|invalid tar header"),
        manipulation(
            "an empty segment of a megabyte",
            f -> f.insertSegment(new byte[1 << 20], 0),
            "data after the last file"),
        manipulation(
            "a tile of another tree", f -> f.transformFile("tile/0/002", flip(99)), "tile/0/002"),
        manipulation(
            "an edge of another tree",
            f -> f.transformFile("tile/1/000.p/6", flip(5)),
            "do not hash to the root"),
        manipulation(
            "another entry", f -> f.transformFile("tile/entries/003", flip(9)), "tile/entries/003"),
        manipulation("a tile cut short", f -> f.transformFile("tile/0/002", cut(32)), "tile/0/002"),
        manipulation(
            "an entry bundle cut short",
            f -> f.transformFile("tile/entries/002", cut(1)),
            "tile/entries/002"),
        manipulation(
            "another signature of the log",
            f -> resigned(f, "checkpoint"),
            "does not verify|does not match the manifest"),
        manipulation(
            "a format of the future",
            f -> f.replaceInManifest("bundle/v1", "bundle/v2"),
            "unsupported format"),
        manipulation(
            "another key name",
            f -> f.replaceInManifest("\"name\" : \"hostile", "\"name\" : \"h0stile"),
            "a different key"),
        manipulation(
            "a longer key ID", f -> f.replaceInManifest("\"id\" : \"", "\"id\" : \"0"), "key ID"),
        manipulation(
            "another key ID",
            f -> f.replaceInManifest(keyId(airGap.log()), keyId(OTHER_LOG)),
            "manifest names a different key"),
        manipulation(
            "the key of another log that is followed",
            f ->
                f.replaceInManifest("\"name\" : \"hostile", "\"name\" : \"other")
                    .replaceInManifest(keyId(airGap.log()), keyId(OTHER_LOG)),
            "manifest names a different key"),
        manipulation(
            "the origin of another log that is followed",
            f -> f.replaceInManifest("\"origin\" : \"hostile", "\"origin\" : \"other"),
            "signed with the key hostile.example/log.* of another log"),
        manipulation(
            "origin and key of another log that is followed",
            f ->
                f.replaceInManifest("hostile.example", "other.example")
                    .replaceInManifest(keyId(airGap.log()), keyId(OTHER_LOG)),
            "signed with the key hostile.example/log.* of another log"),
        manipulation(
            "another size that is possible",
            f ->
                f.replaceInManifest("\"treeSize\" : 1700", "\"treeSize\" : 1701")
                    .replaceInManifest("\"to\" : 1700", "\"to\" : 1701"),
            "tree head mismatch: manifest 1701 "),
        manipulation(
            "another base that is possible",
            f ->
                f.replaceInManifest("\"treeSize\" : 300", "\"treeSize\" : 1200")
                    .replaceInManifest(baseRoot(), airGap.log().head(1200).root().toString())
                    .replaceInManifest("\"from\" : 256", "\"from\" : 1024"),
            "unexpected checkpoint of size 300"),
        manipulation(
            "content of checkpoints alone",
            f ->
                f.replaceInManifest("\"entries\"", "\"checkpoints\"")
                    .replaceInManifest("\"from\" : 256", "\"from\" : 1700"),
            "among the proof tiles|counts mismatch: manifest 7 tiles"),
        manipulation(
            "another digest that is possible",
            f -> f.replaceFirstInManifest("[0-9a-f]{64}", "0".repeat(64)),
            "'checkpoint' does not match the manifest"),
        manipulation(
            "another length that is possible",
            f -> f.replaceFirstInManifest("\"bytes\" : [0-9]+", "\"bytes\" : 999"),
            "'checkpoint' does not match the manifest"),
        manipulation(
            "one tile fewer",
            f -> f.replaceInManifest("\"tiles\" : 7", "\"tiles\" : 6"),
            "counts mismatch: manifest 6 tiles"),
        manipulation(
            "a note of another size under the name of the base",
            f -> f.transformFile("checkpoints/300", note -> airGap.log().checkpoint(299)),
            "'checkpoints/300' does not match the manifest"),
        manipulation(
            "another tree size",
            f -> f.replaceInManifest("\"treeSize\" : 1700", "\"treeSize\" : 1701"),
            "invalid end of range: 1700"),
        manipulation(
            "another root",
            f -> f.replaceInManifest(root(), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
            "tree head mismatch: manifest"),
        manipulation(
            "another base",
            f -> f.replaceInManifest("\"treeSize\" : 300", "\"treeSize\" : 301"),
            "the checkpoint of the base is missing"),
        manipulation(
            "another root of the base",
            f -> f.replaceInManifest(baseRoot(), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
            "the checkpoint of the base is missing"),
        manipulation(
            "no base",
            f -> f.replaceInManifest("\"treeSize\" : 300", "\"treeSize\" : 0"),
            "hash of the empty string"),
        manipulation(
            "other content",
            f -> f.replaceInManifest("\"entries\"", "\"tiles\""),
            "the bundle has no entries, but backend"),
        manipulation(
            "unknown content",
            f -> f.replaceInManifest("\"entries\"", "\"all\""),
            "invalid content: 'all'"),
        manipulation(
            "an earlier range",
            f -> f.replaceInManifest("\"from\" : 256", "\"from\" : 0"),
            "range of volume 1 must not start at"),
        manipulation(
            "a later range",
            f -> f.replaceInManifest("\"from\" : 256", "\"from\" : 512"),
            "range of volume 1 must not start at"),
        manipulation(
            "an odd range",
            f -> f.replaceInManifest("\"to\" : 1700", "\"to\" : 1699"),
            "end of range|only the last volume"),
        manipulation(
            "a shorter range",
            f -> f.replaceInManifest("\"to\" : 1700", "\"to\" : 1536"),
            "only the last volume must end at the tree size"),
        manipulation(
            "a minimum index",
            f -> f.replaceInManifest("\"minimumIndex\" : 0", "\"minimumIndex\" : 600"),
            "minimumIndex 600 is after the start"),
        manipulation(
            "another volume",
            f -> f.replaceInManifest("\"number\" : 1", "\"number\" : 2"),
            "invalid volume number: 2 of 1"),
        manipulation(
            "more volumes",
            f -> f.replaceInManifest("\"of\" : 1", "\"of\" : 2"),
            "only the last volume must end at the tree size"),
        manipulation(
            "more tiles",
            f -> f.replaceInManifest("\"tiles\" : 7", "\"tiles\" : 8"),
            "counts mismatch: manifest 8 tiles"),
        manipulation(
            "fewer entry bundles",
            f -> f.replaceInManifest("\"entryBundles\" : 6", "\"entryBundles\" : 5"),
            "5 entry bundles"),
        manipulation(
            "another length",
            f -> f.replaceInManifest("\"bytes\" : ", "\"bytes\" : 1"),
            "does not match the manifest"),
        manipulation(
            "a longer digest",
            f -> f.replaceInManifest("\"sha256\" : \"", "\"sha256\" : \"0"),
            "sha256 must be"),
        manipulation(
            "a file outside",
            f -> f.replaceInManifest("checkpoints/300", "checkpoints/../.."),
            "invalid path of a metadata file"),
        manipulation(
            "an unknown field",
            f -> f.replaceInManifest("\"content\"", "\"extra\" : 1, \"content\""),
            "manifest not in canonical form"),
        manipulation(
            "a field twice",
            f -> f.replaceInManifest("\"content\" : ", "\"content\" : \"tiles\", \"content\" : "),
            "Duplicate"),
        manipulation(
            "a number as text",
            f -> f.replaceInManifest("\"treeSize\" : 1700", "\"treeSize\" : \"1700\""),
            "manifest not in canonical form"),
        manipulation(
            "another space",
            f -> f.replaceInManifest("\"content\" :", "\"content\":"),
            "manifest not in canonical form"),
        manipulation(
            "a second document",
            f -> f.replaceInManifest("]\n}", "]\n}{}"),
            "invalid manifest|form"));
  }

  static Stream<Arguments> manipulationsOfBothFormats() {
    return Stream.of(".tar.gz", ".tar.zst")
        .flatMap(suffix ->
            manipulations()
                .map(Arguments::get)
                .map(manipulation ->
                    Arguments.of(manipulation[0], suffix, manipulation[1], manipulation[2])));
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("manipulationsOfBothFormats")
  void rejectsAManipulatedBundleWithAReason(
      String name, String suffix, UnaryOperator<BundleForger> manipulation, String reason) {
    BundleForger forger = BundleForger.of(airGap.carried("good" + suffix));
    Path forged = manipulation.apply(forger).write(airGap.carried("forged" + suffix));

    BundleReport report = airGap.importBundle(forged);

    assertRejected(report, name);
    assertThat(report.message()).containsPattern(reason).doesNotContain("\u001b");
  }

  @Test
  void rejectsABundleOfAnUnknownLog() {
    Path forged =
        BundleForger.of(good)
            .replaceInManifest("\"origin\" : \"hostile", "\"origin\" : \"unknown")
            .write(airGap.carried("unknown.tar.gz"));

    BundleReport report = airGap.importBundle(forged);

    assertThat(report.failure()).contains(Failure.CONFIGURATION);
    assertThat(report.message()).contains("no enabled backend has this origin");
    assertThat(airGap.isolated().snapshot()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"good.tar.gz", "good.tar.zst"})
  void rejectsATruncatedFile(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(airGap.carried(name));
    for (int length : new int[] {0, 1, 20, 100, bytes.length / 2, bytes.length - 1}) {
      Path file = Files.write(airGap.carried("cut-" + name), Arrays.copyOf(bytes, length));
      BundleReport report = airGap.importBundle(file);
      assertRejected(report, "length " + length);
      assertThat(report.message()).contains("truncated");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"good.tar.gz", "good.tar.zst"})
  void rejectsBytesAfterTheTrailer(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(airGap.carried(name));
    Path file = Files.write(airGap.carried("more-" + name), Arrays.copyOf(bytes, bytes.length + 1));
    assertThat(airGap.importBundle(file).message()).contains("data after the trailer");
  }

  @Test
  void rejectsABundleWhoseDigestFileDoesNotMatch() throws IOException {
    Path copy = Files.copy(good, airGap.carried("copy.tar.gz"));
    Files.writeString(airGap.carried("copy.tar.gz.sha256"), "0".repeat(64) + "  copy.tar.gz\n");

    assertThat(airGap.importBundle(copy).message()).contains("its .sha256 file contains");
    assertThat(airGap.isolated().snapshot()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a file of zeros", "0123456789abcdef"})
  void waitsForAnIncompleteDigestFile(String partialDigest) throws IOException {
    Path copy = Files.copy(good, airGap.carried("slow.tar.gz"));
    Files.writeString(airGap.carried("slow.tar.gz.sha256"), partialDigest);

    BundleReport report = airGap.importBundle(copy);

    assertThat(report.failure()).contains(Failure.INCOMPLETE);
    assertThat(report.hint()).isEqualTo("copy slow.tar.gz.sha256 again, or remove it");
    assertThat(airGap.isolated().snapshot()).isEqualTo(before);
    Files.delete(copy);
  }

  private static void assertRejected(BundleReport report, String description) {
    assertThat(report.failure()).as(description).isPresent();
    assertThat(report.failure().get().exitCode())
        .as(description + ": " + report.message())
        .isIn(ExitCode.REJECTED, ExitCode.USAGE);
    assertThat(report.failure()).as(report.message()).isNotEqualTo(Optional.of(Failure.INTERNAL));
    assertThat(report.hint()).isNotBlank();
    assertThat(airGap.isolated().snapshot()).as(description).isEqualTo(before);
    assertThat(airGap.isolated().state("other")).as(description).isEmpty();
    assertThat(airGap.isolated().store().evidence().all()).as(description).isEmpty();
  }

  private static Arguments manipulation(
      String name, UnaryOperator<BundleForger> manipulation, String reason) {
    return Arguments.of(name, manipulation, reason);
  }

  private static UnaryOperator<byte[]> flip(int offset) {
    return bytes -> {
      byte[] changedHeader = bytes.clone();
      changedHeader[offset] ^= 1;
      return changedHeader;
    };
  }

  private static UnaryOperator<byte[]> cut(int bytes) {
    return content -> Arrays.copyOf(content, content.length - bytes);
  }

  private static UnaryOperator<byte[]> at(int index, int value) {
    return header -> {
      header[index] = (byte) value;
      return header;
    };
  }

  private static UnaryOperator<byte[]> longName() {
    return header -> {
      Arrays.fill(header, 0, 100, (byte) 'a');
      return header;
    };
  }

  private static BundleForger resigned(BundleForger forger, String note) {
    return forger.transformFile(
        note,
        content -> {
          String text = new String(content, UTF_8);
          int last = text.length() - 8;
          char other = text.charAt(last) == 'A' ? 'B' : 'A';
          return (text.substring(0, last) + other + text.substring(last + 1)).getBytes(UTF_8);
        });
  }

  private static String keyId(FakeLog log) {
    return log.identity().key().keyId().toString();
  }

  private static String baseRoot() {
    return airGap.log().head(BASE_SIZE).root().toString();
  }

  private static String root() {
    return airGap.log().head().root().toString();
  }
}
