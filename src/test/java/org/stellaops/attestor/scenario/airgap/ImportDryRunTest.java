package org.stellaops.attestor.scenario.airgap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.scenario.support.AirGapCommands;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.testlog.FakeLog;

/** A dry run over several bundles answers what the import of the same bundles answers. */
class ImportDryRunTest {
  @TempDir private Path directory;
  private AirGapCommands airGap;

  @BeforeEach
  void setUp() throws IOException {
    airGap = AirGapCommands.of(directory, FakeLog.named("rehearsed.example/log").grow(6_000));
  }

  @Test
  void verifiesVolumesInSequence() throws IOException {
    List<Path> volumes = airGap.export("kit.tar.gz", "--volume-size", "240000");
    assertThat(volumes).hasSizeGreaterThan(2);
    List<Path> reversed =
        Stream.iterate(volumes.size() - 1, i -> i - 1)
            .limit(volumes.size())
            .map(volumes::get)
            .toList();

    CommandResult result = airGap.importBundles(reversed, "--dry-run");

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out().lines().filter(line -> line.contains(": verified, ")))
        .hasSize(volumes.size());
    assertNothingChanged();
    AirGapCommands.assertSucceeded(airGap.importBundles(volumes));
  }

  @Test
  void verifiesDeltasOnTopOfAFullBundle() throws IOException {
    List<Path> all = new ArrayList<>(airGap.export("full.tar.gz"));
    airGap.grow(300);
    all.addAll(airGap.export("one.tar.gz", "--since", "6000"));
    airGap.grow(65_000);
    all.addAll(airGap.export("two.tar.gz", "--since", "6300"));

    CommandResult wholeResult = airGap.importBundles(all, "--dry-run");
    assertThat(wholeResult.status()).as(wholeResult.err()).isZero();
    assertNothingChanged();

    // and from where the mirror stands, not from nothing
    AirGapCommands.assertSucceeded(airGap.importBundles(all.subList(0, 1)));
    CommandResult remaining = airGap.importBundles(all.subList(1, 3), "--dry-run");
    assertThat(remaining.status()).as(remaining.err()).isZero();
  }

  @Test
  void reportsAMissingDeltaLikeTheImport() throws IOException {
    Path full = airGap.export("full.tar.gz").get(0);
    airGap.grow(1000);
    airGap.export("lost.tar.gz", "--since", "6000");
    airGap.grow(1000);
    Path last = airGap.export("last.tar.gz", "--since", "7000").get(0);

    CommandResult dryRun = airGap.importBundles(List.of(full, last), "--dry-run");
    assertNothingChanged();
    CommandResult imported = airGap.importBundles(List.of(full, last));

    assertThat(dryRun.status()).isEqualTo(4).isEqualTo(imported.status());
    assertThat(dryRun.err())
        .contains(
            "last.tar.gz: an earlier bundle is missing: the mirror lacks entries 6000 to 6911 ")
        .contains("export --since 6000");
    assertThat(imported.err()).startsWith(dryRun.err());
  }

  @Test
  void detectsTwoHistoriesInOneListBeforeImportingEither() throws IOException {
    List<Path> bundles = new ArrayList<>(airGap.export("honest.tar.gz"));
    AirGapCommands otherHistory =
        AirGapCommands.of(directory.resolve("others"), airGap.log().fork(5_000).grow(2_000));
    bundles.addAll(otherHistory.export("forked.tar.gz"));

    CommandResult result = airGap.importBundles(bundles, "--dry-run");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).contains("honest.tar.gz: verified");
    assertThat(result.err()).contains("stella: inconsistent: forked.tar.gz: ");
    assertThat(airGap.isolated("evidence list", "-o", "json").out()).contains("inconsistent");
  }

  private void assertNothingChanged() {
    assertThat(airGap.isolated("checkpoints list", "--backend", "log", "-o", "json").out())
        .as("what is known on the isolated side")
        .isEqualToIgnoringWhitespace("[]");
  }
}
