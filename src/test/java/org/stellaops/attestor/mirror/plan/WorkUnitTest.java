package org.stellaops.attestor.mirror.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.stellaops.attestor.mirror.plan.WorkUnitFixtures.ROOT;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

class WorkUnitTest {
  private static final FakeLog LOG = FakeLog.named("unit.example").grow(66_307);

  @ParameterizedTest
  @CsvSource({"0, 1", "0, 65536", "256, 65536", "65536, 66307", "66304, 66307"})
  void unitSurvivesSerialization(long from, long to) throws Exception {
    WorkUnit unit = WorkUnitFixtures.of(from, to);
    assertThat(afterAJourney(unit)).isEqualTo(unit);
    assertThat(bytes(unit)).hasSizeLessThan(500);
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void failureReportSurvivesSerialization(Failure failure) throws Exception {
    UnitReport report =
        new UnitReport(
            WorkUnitFixtures.of(0, 1), failure, "no tile 3", "look at the log", 1, 2, 3, 4);
    assertThat(afterAJourney(report)).isEqualTo(report);
    assertThatThrownBy(((UnitReport) afterAJourney(report))::requireSuccess)
        .isInstanceOfSatisfying(
            AttestorException.class,
            thrown -> {
              assertThat(thrown.failure()).isEqualTo(failure);
              assertThat(thrown).hasMessage("no tile 3");
              assertThat(thrown.hint()).isEqualTo("look at the log");
            });
  }

  @Test
  void successReportReturnsUnit() throws Exception {
    UnitReport report = new UnitReport(WorkUnitFixtures.of(0, 1), null, "", "", 1, 2, 3, 4);
    assertThat(((UnitReport) afterAJourney(report)).requireSuccess())
        .isEqualTo(WorkUnitFixtures.of(0, 1));
  }

  @Test
  void childrenAreFullBundlesThenPartialBundle() {
    WorkUnit unit = new WorkUnit("log", 65_536, 66_307, 3, ROOT, ROOT);
    TileHashes parent = hashes(new Tile(1, 1, 3));

    assertThat(unit.parent())
        .contains(new ExpectedResource("log", new Tile(1, 1, 3), Hash.fromHex(ROOT)));
    assertChildren(
        unit.children(Optional.of(parent), true),
        new ExpectedResource("log", EntryBundle.full(256), parent.get(0)),
        new ExpectedResource("log", EntryBundle.full(257), parent.get(1)),
        new ExpectedResource("log", EntryBundle.full(258), parent.get(2)),
        new ExpectedResource("log", new EntryBundle(259, 3), Hash.fromHex(ROOT)));
  }

  @Test
  void childrenAreFullTilesWithoutEntries() {
    WorkUnit unit = new WorkUnit("log", 66_048, 66_307, 3, ROOT, ROOT);
    TileHashes parent = hashes(new Tile(1, 1, 3));

    assertChildren(
        unit.children(Optional.of(parent), false),
        new ExpectedResource("log", Tile.full(0, 258), parent.get(2)));
  }

  @Test
  void unitOfPartialBundleNeedsNoParent() {
    WorkUnit unit = WorkUnitFixtures.of(0, 255);
    assertThat(unit.parent()).isEmpty();
    assertChildren(
        unit.children(Optional.empty(), true),
        new ExpectedResource("log", new EntryBundle(0, 255), Hash.fromHex(ROOT)));
    assertChildren(unit.children(Optional.empty(), false));
  }

  @Test
  void fullBundlesRequireParentHashes() {
    Iterator<ExpectedResource> children =
        WorkUnitFixtures.of(0, 512).children(Optional.empty(), true);
    assertThatThrownBy(children::next).isInstanceOf(NoSuchElementException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "-256, 0",
    "0, 0",
    "256, 0",
    "256, 255",
    "1, 256",
    "255, 512",
    "0, 65537",
    "256, 65537",
    "65280, 65792",
    "9223372036854775552, -9223372036854775808"
  })
  void rejectsInvalidRange(long from, long to) {
    assertThatThrownBy(() -> new WorkUnit("log", from, to, 256, ROOT, ROOT))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> new WorkUnit("log", from, to, 256, ROOT, ""))
        .isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 257})
  void parentMustCoverAllFullChildren(int width) {
    String root = width > 0 ? ROOT : "";
    assertThatThrownBy(() -> new WorkUnit("log", 0, 512, width, root, ""))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void rejectsSuperfluousOrMissingRoots() {
    assertThatThrownBy(() -> new WorkUnit("log", 0, 512, 2, "", ""))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> new WorkUnit("log", 0, 512, 2, ROOT, ROOT))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> new WorkUnit("log", 0, 513, 2, ROOT, ""))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> new WorkUnit("log", 0, 1, 0, ROOT, ROOT))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> new WorkUnit("log", 0, 512, 2, ROOT.toUpperCase(), ""))
        .isInstanceOf(MalformedException.class);
  }

  private static void assertChildren(
      Iterator<ExpectedResource> children, ExpectedResource... expected) {
    assertThat((Iterable<ExpectedResource>) () -> children).containsExactly(expected);
  }

  private static TileHashes hashes(Tile tile) {
    return TileHashes.read(tile, LOG.tile(tile));
  }

  private static Object afterAJourney(Serializable value) throws Exception {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes(value)))) {
      return in.readObject();
    }
  }

  private static byte[] bytes(Serializable value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }
}
