package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.bundle.BundleContent;
import org.stellaops.attestor.bundle.Forge;
import org.stellaops.attestor.bundle.VolumeSet;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.route.BundleReport;
import org.stellaops.attestor.route.ImportRequest;
import org.stellaops.attestor.tlog.TreeHead;

/** Volumes on a command line: in any order, one missing, one of another export, one twice. */
class VolumeSetTest {
  private static final long MOST_BYTES = 240_000;

  @TempDir private static Path directory;
  private static List<Path> volumes;
  private static Path other;
  private static FakeLog log;

  @BeforeAll
  static void export() throws IOException {
    log = FakeLog.named("volumes.example/log").grow(10_000);
    try (TwoSides sides = TwoSides.of(directory.resolve("sides"), log)) {
      volumes =
          sides.export(
              sides.request(
                  "kit.tar.zst",
                  BundleContent.ENTRIES,
                  OptionalLong.empty(),
                  Optional.empty(),
                  MOST_BYTES));
      sides.grow(300);
      other = sides.export(sides.since(10_000, "other.tar.zst")).get(0);
    }
    assertThat(volumes).hasSizeGreaterThan(3);
  }

  @Test
  void theyAreTakenInTheirOrderAndWhatBuildsOnThemComesAfter() {
    List<VolumeSet> sets = sets(List.of(other, volumes.get(1), volumes.get(0), volumes.get(1)));

    assertThat(sets).hasSize(2);
    assertThat(sets.get(0).volumes().stream().map(VolumeSet.Volume::file))
        .containsExactly(volumes.get(0), volumes.get(1), volumes.get(1));
    assertThat(sets.get(1).volumes().get(0).file()).isEqualTo(other);
  }

  @Test
  void aMissingOneIsNamedWithItsEntries() {
    int all = volumes.size();
    long first = end(0);
    String end = "to " + (end(1) - 1) + " of 'volumes.example/log'";

    assertMissing(without(1), 0, "volume 2 of " + all + " is missing: entries " + first, end);
    assertMissing(without(0), 0, "volume 1 of " + all + " is missing: entries 0 ");
    assertMissing(without(all - 1), 0, "volume " + all + " of " + all + " is missing", "to 9999 ");
    assertMissing(volumes.subList(2, all), 0, "volumes 1 to 2 of " + all + " are missing", end);
    assertMissing(volumes.subList(2, all), 256, "volume 2 of " + all + ", or more", "entries 256");
    assertMissing(volumes.subList(2, 3), end(2), "or more before it, is missing", "to 9999 ");
  }

  /** By the command, which looks at all of them first, and by the route, which takes each alone. */
  @Test
  void aMissingOneChangesNothing() throws IOException {
    Path home = Files.createDirectory(directory.resolve("isolated"));
    TestConfiguration isolated = MirrorUnderTest.of(home, log, TwoSides.NOWHERE);
    String config = isolated.file().toString();
    try (MirrorUnderTest mirror = isolated.start()) {
      Answered whole = Answered.to("import", name(0), name(2), name(1), "--config", config);
      assertThat(whole.status()).as(whole.err()).isEqualTo(4);
      assertThat(mirror.standing()).as(whole.err()).isEqualTo(nothing());

      BundleReport second = mirror.importBundle(new ImportRequest(volumes.get(1), false, false));
      assertThat(second.failure()).as(second.message()).contains(Failure.INCOMPLETE);
      assertThat(mirror.standing()).isEqualTo(nothing());

      Answered first = Answered.to("import", name(0), "--partial", "--config", config);
      assertThat(first.status()).as(first.err()).isZero();
      Standing before = mirror.standing();
      assertThat(before.covered()).isEqualTo(end(0));
      BundleReport third = mirror.importBundle(new ImportRequest(volumes.get(2), false, false));
      assertThat(third.failure()).as(third.message()).contains(Failure.INCOMPLETE);
      assertThat(third.message())
          .contains("entries " + end(0) + " to " + (end(1) - 1), "volume 3 of " + volumes.size());
      assertThat(mirror.standing()).isEqualTo(before);
    }
  }

  private static Standing nothing() {
    return new Standing(TreeHead.EMPTY, TreeHead.EMPTY, 0, List.of(), Map.of());
  }

  private static String name(int index) {
    return volumes.get(index).toString();
  }

  @Test
  void whatTheMirrorHasAlreadyNeedNotBeNamed() {
    sets(volumes).get(0).requireWhole(0);
    sets(volumes.subList(1, volumes.size())).get(0).requireWhole(end(0));
  }

  /** The second says that it is the third, with the third beside it, without it, and alone. */
  @Test
  void twoThatCannotBeOfOneExportAreRefusedByName() {
    Path forged = numbered(1, 3);

    assertNotOfOneExport(List.of(volumes.get(0), forged, volumes.get(2)), "kit.001", "forged");
    assertNotOfOneExport(List.of(volumes.get(0), forged), "kit.001", "forged");
    assertNotOfOneExport(List.of(forged, volumes.get(2)), "forged", "kit.003");
    assertNotOfOneExport(List.of(volumes.get(0), numbered(2, 2)), "kit.001", "forged");
  }

  /** How many there are elsewhere is the exporter's word, as far as there are entries for them. */
  @Test
  void moreVolumesThanThereAreEntriesForAreRefused() {
    String of = "\"of\" : " + volumes.size();
    Path many = Forge.of(volumes.get(1)).manifest(of, "\"of\" : 99").write(forged("many.tar.zst"));
    Path late =
        Forge.of(volumes.get(1))
            .manifest("\"number\" : 2", "\"number\" : " + (end(0) / 256 + 2))
            .manifest(of, "\"of\" : " + (end(0) / 256 + 3))
            .write(forged("late.tar.zst"));

    assertThat(VolumeSet.look(List.of(many)).refused()).contains(many);
    assertThat(VolumeSet.look(List.of(late)).refused()).contains(late);
  }

  private static void assertNotOfOneExport(List<Path> files, String one, String two) {
    VolumeSet set = sets(files).get(0);

    AttestorException refused =
        catchThrowableOfType(AttestorException.class, () -> set.requireWhole(0));

    assertThat(refused.failure()).isEqualTo(Failure.BAD_BUNDLE);
    assertThat(refused).hasMessageContaining(one + ".tar.zst and " + two + ".tar.zst say");
  }

  /** A volume under another number. */
  private static Path numbered(int index, int number) {
    return Forge.of(volumes.get(index))
        .manifest("\"number\" : " + (index + 1), "\"number\" : " + number)
        .write(forged("forged.tar.zst"));
  }

  private static Path forged(String name) {
    return directory.resolve(name);
  }

  @Test
  void oneThatIsNoBundleIsNamedAndNoneAfterItIsRead() throws IOException {
    Path none = Files.writeString(directory.resolve("none.tar.zst"), "anything else");

    VolumeSet.Look look = VolumeSet.look(List.of(volumes.get(0), none, volumes.get(1)));

    assertThat(look.refused()).contains(none);
    assertThat(look.volumes()).extracting(VolumeSet.Volume::file).containsExactly(volumes.get(0));
  }

  private static void assertMissing(List<Path> files, long covered, String... says) {
    VolumeSet set = sets(files).get(0);
    AttestorException missing =
        catchThrowableOfType(AttestorException.class, () -> set.requireWhole(covered));
    assertThat(missing.failure()).isEqualTo(Failure.INCOMPLETE);
    assertThat(missing.getMessage()).contains(says);
    assertThat(missing.hint()).contains("--partial");
  }

  private static List<VolumeSet> sets(List<Path> files) {
    return VolumeSet.of(VolumeSet.look(files).volumes());
  }

  private static List<Path> without(int index) {
    return volumes.stream().filter(volume -> !volume.equals(volumes.get(index))).toList();
  }

  /** The entry after the last of a volume. */
  private static long end(int index) {
    return sets(List.of(volumes.get(index))).get(0).volumes().get(0).manifest().to();
  }
}
