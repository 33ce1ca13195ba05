package org.stellaops.attestor.scenario;

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
import org.stellaops.attestor.bundle.Forge;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.route.BundleReport;

/**
 * A bundle may come from anybody. Whatever is wrong with it, it is refused with a reason, and
 * nothing changes: no head, no row, no file.
 */
class HostileBundleTest {
  private static final long BASE = 300;
  private static final FakeLog OTHER = FakeLog.named("other.example/log").grow(BASE);

  @TempDir private static Path directory;
  private static TwoSides sides;
  private static Path good;
  private static Standing before;

  /** The isolated side has the beginning of the log, and the good bundle would bring the rest. */
  @BeforeAll
  static void begin() throws IOException {
    FakeLog log = FakeLog.named("hostile.example/log").grow(BASE);
    sides =
        TwoSides.of(
            directory,
            log,
            MirrorUnderTest.of(directory.resolve("isolated"), log, TwoSides.NOWHERE)
                .follow("other", OTHER, TwoSides.NOWHERE));
    sides.importGood(sides.export(sides.everything("first.tar.gz")).get(0));
    sides.grow(900);
    sides.grow(500);
    good = sides.export(sides.since(BASE, "good.tar.gz")).get(0);
    sides.export(sides.since(BASE, "good.tar.zst"));
    before = sides.isolated().standing();
  }

  @AfterAll
  static void end() {
    sides.close();
  }

  static Stream<Arguments> lies() {
    return Stream.of(
        lie("a path that climbs", f -> f.renamed("tile/0/002", "../../evil"), "'../../evil'"),
        lie("an absolute path", f -> f.renamed("tile/0/002", "/etc/passwd"), "'/etc/passwd'"),
        lie("a backslash", f -> f.renamed("tile/0/002", "tile\\0\\002"), "comes where"),
        lie("case alone", f -> f.renamed("tile/0/002", "TILE/0/002"), "'TILE/0/002' comes where"),
        lie("a name of escapes", f -> f.renamed("tile/0/002", "\u001b[31m"), "'\\?\\[31m'"),
        lie(
            "a name that does not end",
            f -> f.header("tile/0/002", longName()),
            "comes where|not written"),
        lie("a symbolic link", f -> f.type("tile/0/002", '2'), "a symbolic link"),
        lie("a hard link", f -> f.type("tile/0/002", '1'), "a hard link"),
        lie("a device", f -> f.type("tile/0/002", '3'), "a device"),
        lie("a disk", f -> f.type("tile/0/002", '4'), "a device"),
        lie("a pipe", f -> f.type("tile/0/002", '6'), "a pipe"),
        lie("a directory", f -> f.type("tile/0/002", '5'), "a directory"),
        lie("a header of pax", f -> f.type("tile/0/002", 'x'), "a header of pax"),
        lie("a global header of pax", f -> f.type("manifest.json", 'g'), "a header of pax"),
        lie("a long name of GNU", f -> f.type("tile/0/002", 'L'), "a long name"),
        lie("a sparse file", f -> f.type("tile/0/002", 'S'), "a sparse file"),
        lie(
            "a sparse file of star",
            f -> f.header("tile/0/002", at(124, 0x80)),
            "ends beyond|cannot be read|not written"),
        lie("an executable", f -> f.header("tile/0/002", at(105, '7')), "not written as"),
        lie("another time", f -> f.header("tile/0/002", at(140, '7')), "not written as"),
        lie("another owner", f -> f.header("tile/0/002", at(112, '7')), "not written as"),
        lie("a size of gigabytes", f -> f.header("tile/0/002", at(124, '7')), "ends beyond"),
        lie("a name twice", f -> f.twice("tile/0/002"), "comes where|where tile"),
        lie("a checkpoint twice", f -> f.twice("checkpoint"), "'checkpoint' is not the file"),
        lie("a manifest twice", f -> f.twice("manifest.json"), "where the signature belongs"),
        lie(
            "no manifest",
            f -> f.without("manifest.json"),
            "begin with its manifest|truncated|segment"),
        lie(
            "no checkpoint",
            f -> f.without("checkpoint"),
            "is not the file that the manifest lists"),
        lie(
            "no base",
            f -> f.without("checkpoints/300"),
            "is not the file that the manifest lists"),
        lie("no tile", f -> f.without("tile/0/003"), "comes where tile/0/003 belongs"),
        lie("no edge", f -> f.without("tile/1/000.p/6"), "another tile belongs"),
        lie("no entries", f -> f.without("tile/entries/004"), "tile/entries/"),
        lie(
            "no last entries",
            f -> f.without("tile/entries/006.p/164"),
            "where tile/entries/006|counts|a segment has 0 files"),
        lie("hundreds of files", f -> f.crowded("tile/0/003", 400), "files where tile/0/"),
        lie(
            "a million files in a segment",
            f -> f.insert(new byte[0], 1_000_000),
            "bytes with 1000000 files"),
        lie(
            "a file after the tree",
            f -> f.insert(new byte[512], 1),
            "goes on after the last file|cannot be read"),
        lie(
            "an empty segment of a megabyte",
            f -> f.insert(new byte[1 << 20], 0),
            "goes on after the last file"),
        lie("a tile of another tree", f -> f.file("tile/0/002", flip(99)), "tile/0/002"),
        lie(
            "an edge of another tree",
            f -> f.file("tile/1/000.p/6", flip(5)),
            "do not hash to the root"),
        lie("another entry", f -> f.file("tile/entries/003", flip(9)), "tile/entries/003"),
        lie("a tile cut short", f -> f.file("tile/0/002", cut(32)), "tile/0/002"),
        lie(
            "an entry bundle cut short",
            f -> f.file("tile/entries/002", cut(1)),
            "tile/entries/002"),
        lie(
            "another signature of the log",
            f -> resigned(f, "checkpoint"),
            "does not verify|manifest lists"),
        lie(
            "a format of the future",
            f -> f.manifest("bundle/v1", "bundle/v2"),
            "this program reads"),
        lie(
            "another key name",
            f -> f.manifest("\"name\" : \"hostile", "\"name\" : \"h0stile"),
            "another key"),
        lie("a longer key ID", f -> f.manifest("\"id\" : \"", "\"id\" : \"0"), "key ID"),
        lie(
            "another key ID",
            f -> f.manifest(keyId(sides.log()), keyId(OTHER)),
            "its manifest names another key"),
        lie(
            "the key of another log that is followed",
            f ->
                f.manifest("\"name\" : \"hostile", "\"name\" : \"other")
                    .manifest(keyId(sides.log()), keyId(OTHER)),
            "its manifest names another key"),
        lie(
            "the origin of another log that is followed",
            f -> f.manifest("\"origin\" : \"hostile", "\"origin\" : \"other"),
            "signed with the key hostile.example/log.* of another log"),
        lie(
            "origin and key of another log that is followed",
            f ->
                f.manifest("hostile.example", "other.example")
                    .manifest(keyId(sides.log()), keyId(OTHER)),
            "signed with the key hostile.example/log.* of another log"),
        lie(
            "another size that is possible",
            f ->
                f.manifest("\"treeSize\" : 1700", "\"treeSize\" : 1701")
                    .manifest("\"to\" : 1700", "\"to\" : 1701"),
            "its manifest says size 1701"),
        lie(
            "another base that is possible",
            f ->
                f.manifest("\"treeSize\" : 300", "\"treeSize\" : 1200")
                    .manifest(baseRoot(), sides.log().head(1200).root().toString())
                    .manifest("\"from\" : 256", "\"from\" : 1024"),
            "the note of size 300 does not belong in it"),
        lie(
            "content of checkpoints alone",
            f ->
                f.manifest("\"entries\"", "\"checkpoints\"")
                    .manifest("\"from\" : 256", "\"from\" : 1700"),
            "comes where another tile belongs|counts 7 tiles"),
        lie(
            "another digest that is possible",
            f -> f.manifestFirst("[0-9a-f]{64}", "0".repeat(64)),
            "'checkpoint' is not the file that the manifest lists"),
        lie(
            "another length that is possible",
            f -> f.manifestFirst("\"bytes\" : [0-9]+", "\"bytes\" : 999"),
            "'checkpoint' is not the file that the manifest lists"),
        lie("one tile fewer", f -> f.manifest("\"tiles\" : 7", "\"tiles\" : 6"), "counts 6 tiles"),
        lie(
            "a note of another size under the name of the base",
            f -> f.file("checkpoints/300", note -> sides.log().checkpoint(299)),
            "'checkpoints/300' is not the file that the manifest lists"),
        lie(
            "another tree size",
            f -> f.manifest("\"treeSize\" : 1700", "\"treeSize\" : 1701"),
            "no volume ends at 1700"),
        lie(
            "another root",
            f -> f.manifest(root(), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
            "its manifest says size"),
        lie(
            "another base",
            f -> f.manifest("\"treeSize\" : 300", "\"treeSize\" : 301"),
            "the note of its base is not in it"),
        lie(
            "another root of the base",
            f -> f.manifest(baseRoot(), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
            "the note of its base is not in it"),
        lie(
            "no base",
            f -> f.manifest("\"treeSize\" : 300", "\"treeSize\" : 0"),
            "hash of nothing"),
        lie(
            "other content",
            f -> f.manifest("\"entries\"", "\"tiles\""),
            "the bundle has no entries, and the backend"),
        lie(
            "unknown content",
            f -> f.manifest("\"entries\"", "\"all\""),
            "no bundle has the content"),
        lie(
            "an earlier range",
            f -> f.manifest("\"from\" : 256", "\"from\" : 0"),
            "where the base ends"),
        lie(
            "a later range",
            f -> f.manifest("\"from\" : 256", "\"from\" : 512"),
            "where the base ends"),
        lie(
            "an odd range",
            f -> f.manifest("\"to\" : 1700", "\"to\" : 1699"),
            "ends at|ends the tree"),
        lie("a shorter range", f -> f.manifest("\"to\" : 1700", "\"to\" : 1536"), "ends the tree"),
        lie(
            "a minimum index",
            f -> f.manifest("\"minimumIndex\" : 0", "\"minimumIndex\" : 600"),
            "pruned what lies left of entry 600"),
        lie(
            "another volume",
            f -> f.manifest("\"number\" : 1", "\"number\" : 2"),
            "no volume 2 of 1"),
        lie("more volumes", f -> f.manifest("\"of\" : 1", "\"of\" : 2"), "ends the tree"),
        lie("more tiles", f -> f.manifest("\"tiles\" : 7", "\"tiles\" : 8"), "counts 8 tiles"),
        lie(
            "fewer entry bundles",
            f -> f.manifest("\"entryBundles\" : 6", "\"entryBundles\" : 5"),
            "5 entry bundles"),
        lie("another length", f -> f.manifest("\"bytes\" : ", "\"bytes\" : 1"), "manifest lists"),
        lie("a longer digest", f -> f.manifest("\"sha256\" : \"", "\"sha256\" : \"0"), "SHA-256"),
        lie(
            "a file outside",
            f -> f.manifest("checkpoints/300", "checkpoints/../.."),
            "no file of a bundle"),
        lie(
            "an unknown field",
            f -> f.manifest("\"content\"", "\"extra\" : 1, \"content\""),
            "form in which export"),
        lie(
            "a field twice",
            f -> f.manifest("\"content\" : ", "\"content\" : \"tiles\", \"content\" : "),
            "Duplicate"),
        lie(
            "a number as text",
            f -> f.manifest("\"treeSize\" : 1700", "\"treeSize\" : \"1700\""),
            "form in which export"),
        lie(
            "another space",
            f -> f.manifest("\"content\" :", "\"content\":"),
            "form in which export"),
        lie(
            "a second document",
            f -> f.manifest("]\n}", "]\n}{}"),
            "manifest cannot be meant|form"));
  }

  static Stream<Arguments> liesOfBothForms() {
    return Stream.of(".tar.gz", ".tar.zst")
        .flatMap(suffix ->
            lies().map(Arguments::get).map(lie -> Arguments.of(lie[0], suffix, lie[1], lie[2])));
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("liesOfBothForms")
  void aLieIsRefusedWithAReason(
      String name, String suffix, UnaryOperator<Forge> lie, String reason) {
    Forge forge = Forge.of(sides.carried("good" + suffix));
    Path forged = lie.apply(forge).write(sides.carried("forged" + suffix));

    BundleReport report = sides.importBundle(forged);

    assertRefused(report, name);
    assertThat(report.message()).containsPattern(reason).doesNotContain("\u001b");
  }

  @Test
  void aBundleOfAnUnknownLogIsRefused() {
    Path forged =
        Forge.of(good)
            .manifest("\"origin\" : \"hostile", "\"origin\" : \"unknown")
            .write(sides.carried("unknown.tar.gz"));

    BundleReport report = sides.importBundle(forged);

    assertThat(report.failure()).contains(Failure.CONFIGURATION);
    assertThat(report.message()).contains("no enabled backend has that origin");
    assertThat(sides.isolated().standing()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"good.tar.gz", "good.tar.zst"})
  void aTruncatedFileIsRefused(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(sides.carried(name));
    for (int length : new int[] {0, 1, 20, 100, bytes.length / 2, bytes.length - 1}) {
      Path file = Files.write(sides.carried("cut-" + name), Arrays.copyOf(bytes, length));
      BundleReport report = sides.importBundle(file);
      assertRefused(report, "length " + length);
      assertThat(report.message()).contains("truncated");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"good.tar.gz", "good.tar.zst"})
  void somethingAfterTheSealIsRefused(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(sides.carried(name));
    Path file = Files.write(sides.carried("more-" + name), Arrays.copyOf(bytes, bytes.length + 1));
    assertThat(sides.importBundle(file).message()).contains("after its seal");
  }

  @Test
  void theDigestBesideABundleHasToBeItsOwn() throws IOException {
    Path copy = Files.copy(good, sides.carried("copy.tar.gz"));
    Files.writeString(sides.carried("copy.tar.gz.sha256"), "0".repeat(64) + "  copy.tar.gz\n");

    assertThat(sides.importBundle(copy).message()).contains(".sha256 beside it says");
    assertThat(sides.isolated().standing()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a file of zeros", "0123456789abcdef"})
  void aDigestThatIsNotAllThereYetIsWaitedFor(String begun) throws IOException {
    Path copy = Files.copy(good, sides.carried("slow.tar.gz"));
    Files.writeString(sides.carried("slow.tar.gz.sha256"), begun);

    BundleReport report = sides.importBundle(copy);

    assertThat(report.failure()).contains(Failure.INCOMPLETE);
    assertThat(report.hint()).isEqualTo("copy slow.tar.gz.sha256 again, or remove it");
    assertThat(sides.isolated().standing()).isEqualTo(before);
    Files.delete(copy);
  }

  private static void assertRefused(BundleReport report, String what) {
    assertThat(report.failure()).as(what).isPresent();
    assertThat(report.failure().get().exitCode())
        .as(what + ": " + report.message())
        .isIn(ExitCode.REFUSED, ExitCode.USAGE);
    assertThat(report.failure()).as(report.message()).isNotEqualTo(Optional.of(Failure.INTERNAL));
    assertThat(report.hint()).isNotBlank();
    assertThat(sides.isolated().standing()).as(what).isEqualTo(before);
    assertThat(sides.isolated().state("other")).as(what).isEmpty();
    assertThat(sides.isolated().store().evidence().all()).as(what).isEmpty();
  }

  private static Arguments lie(String name, UnaryOperator<Forge> lie, String reason) {
    return Arguments.of(name, lie, reason);
  }

  private static UnaryOperator<byte[]> flip(int at) {
    return bytes -> {
      byte[] changed = bytes.clone();
      changed[at] ^= 1;
      return changed;
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

  private static Forge resigned(Forge forge, String note) {
    return forge.file(
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
    return sides.log().head(BASE).root().toString();
  }

  private static String root() {
    return sides.log().head().root().toString();
  }
}
