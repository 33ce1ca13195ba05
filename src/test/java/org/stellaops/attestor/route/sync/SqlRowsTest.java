package org.stellaops.attestor.route.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.plan.UnitReport;
import org.stellaops.attestor.mirror.plan.WorkUnit;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.route.WorkCounters;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Tile;

/** What the routes hand to their SQL: exactly what it asks for, by the same names. */
class SqlRowsTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final WorkUnit UNIT = new WorkUnit("log", 0, 256, 1, "ab".repeat(32), "");

  @Test
  void successfulCycleHasNoMessage() throws IOException {
    WorkCounters tally = new WorkCounters();
    tally.countRequest();
    tally.countWritten(Tile.full(0, 0), 8192);
    tally.add(new UnitReport(UNIT, null, "", "", 4, 3, 2, 1_000));

    Map<String, Object> row =
        report(Optional.empty(), Optional.of(LogStateFixtures.of(300, 512, 700)), tally, "").row();

    assertThat(row.keySet()).isEqualTo(parameters("record-cycle.sql"));
    assertThat(row)
        .containsEntry("backend", "log")
        .containsEntry("origin", "log.example")
        .containsEntry("startedAt", NOON.atOffset(ZoneOffset.UTC))
        .containsEntry("finishedAt", NOON.plusSeconds(3).atOffset(ZoneOffset.UTC))
        .containsEntry("outcome", "advanced")
        .containsEntry("treeSize", 700L)
        .containsEntry("mirroredSize", 300L)
        .containsEntry("tiles", 4L)
        .containsEntry("entryBundles", 2L)
        .containsEntry("bytes", 9_192L)
        .containsEntry("requests", 5L)
        .containsEntry("message", null);
  }

  @Test
  void cycleBeforeFirstContactHasNoSizes() {
    CycleReport report =
        report(Optional.of(Failure.NETWORK), Optional.empty(), new WorkCounters(), "refused");

    assertThat(report.row())
        .containsEntry("treeSize", null)
        .containsEntry("mirroredSize", null)
        .containsEntry("message", "refused");
    assertThat(report.treeSize()).isZero();
    assertThat(report.mirroredSize()).isZero();
  }

  @Test
  void countsTilesAndEntryBundlesSeparately() {
    WorkCounters tally = new WorkCounters();
    tally.countWritten(Tile.full(0, 0), 8192);
    tally.countWritten(new Tile(1, 0, 1), 32);
    tally.countWritten(EntryBundle.full(0), 1_000);

    assertThat(tally.tiles()).isEqualTo(2);
    assertThat(tally.entryBundles()).isEqualTo(1);
    assertThat(tally.bytes()).isEqualTo(9_224);
  }

  @Test
  void zeroBudgetIsUnlimited() {
    assertThat(new TileBudget(true, 0)).isEqualTo(TileBudget.UNLIMITED);
    assertThat(new TileBudget(true, -1)).isEqualTo(TileBudget.UNLIMITED);
    assertThat(new TileBudget(true, 1).perCycle()).isEqualTo(1);
    assertThat(TileBudget.UNLIMITED.perCycle() * 256).isPositive();
  }

  /** The names behind {@code :#} in a statement. */
  static Set<String> parameters(String statement) throws IOException {
    try (InputStream sql = SqlRowsTest.class.getResourceAsStream("/sql/" + statement)) {
      String text = new String(sql.readAllBytes(), StandardCharsets.UTF_8);
      return Pattern.compile(":#(\\w+)")
          .matcher(text)
          .results()
          .map(found -> found.group(1))
          .collect(Collectors.toSet());
    }
  }

  private static CycleReport report(
      Optional<Failure> failure, Optional<LogState> state, WorkCounters tally, String message) {
    return new CycleReport(
        "log",
        "log.example",
        NOON,
        NOON.plusSeconds(3),
        "advanced",
        state,
        tally,
        failure.map(kind -> new AttestorException(kind, message)));
  }
}
