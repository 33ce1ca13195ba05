package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.fakelog.FakeLog;

/** A dry run over several bundles answers what the import of the same bundles answers. */
class DryRunTest {
  @TempDir private Path directory;
  private CommandSides sides;

  @BeforeEach
  void begin() throws IOException {
    sides = CommandSides.of(directory, FakeLog.named("rehearsed.example/log").grow(6_000));
  }

  @Test
  void volumesBuildOnOneAnother() throws IOException {
    List<Path> volumes = sides.export("kit.tar.gz", "--volume-size", "240000");
    assertThat(volumes).hasSizeGreaterThan(2);
    List<Path> reversed =
        Stream.iterate(volumes.size() - 1, i -> i - 1)
            .limit(volumes.size())
            .map(volumes::get)
            .toList();

    Answered answer = sides.imports(reversed, "--dry-run");

    assertThat(answer.status()).as(answer.err()).isZero();
    assertThat(answer.out().lines().filter(line -> line.contains(": verified, ")))
        .hasSize(volumes.size());
    assertNothingChanged();
    CommandSides.assertGood(sides.imports(volumes));
  }

  @Test
  void deltasBuildOnTheFullKitAndOnOneAnother() throws IOException {
    List<Path> all = new ArrayList<>(sides.export("full.tar.gz"));
    sides.grow(300);
    all.addAll(sides.export("one.tar.gz", "--since", "6000"));
    sides.grow(65_000);
    all.addAll(sides.export("two.tar.gz", "--since", "6300"));

    Answered whole = sides.imports(all, "--dry-run");
    assertThat(whole.status()).as(whole.err()).isZero();
    assertNothingChanged();

    // and from where the mirror stands, not from nothing
    CommandSides.assertGood(sides.imports(all.subList(0, 1)));
    Answered rest = sides.imports(all.subList(1, 3), "--dry-run");
    assertThat(rest.status()).as(rest.err()).isZero();
  }

  @Test
  void aLinkThatIsMissingIsReportedAsTheImportReportsIt() throws IOException {
    Path full = sides.export("full.tar.gz").get(0);
    sides.grow(1000);
    sides.export("lost.tar.gz", "--since", "6000");
    sides.grow(1000);
    Path last = sides.export("last.tar.gz", "--since", "7000").get(0);

    Answered looked = sides.imports(List.of(full, last), "--dry-run");
    assertNothingChanged();
    Answered done = sides.imports(List.of(full, last));

    assertThat(looked.status()).isEqualTo(4).isEqualTo(done.status());
    assertThat(looked.err())
        .contains("last.tar.gz: a bundle before this one is missing: entries 6000 to 6911 ")
        .contains("export --since 6000");
    assertThat(done.err()).startsWith(looked.err());
  }

  @Test
  void twoHistoriesInOneListAreSeenBeforeEitherIsTaken() throws IOException {
    List<Path> both = new ArrayList<>(sides.export("honest.tar.gz"));
    CommandSides others =
        CommandSides.of(directory.resolve("others"), sides.log().fork(5_000).grow(2_000));
    both.addAll(others.export("forked.tar.gz"));

    Answered answer = sides.imports(both, "--dry-run");

    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.out()).contains("honest.tar.gz: verified");
    assertThat(answer.err()).contains("stella: inconsistent: forked.tar.gz: ");
    assertThat(sides.isolated("evidence list", "-o", "json").out()).contains("inconsistent");
  }

  private void assertNothingChanged() {
    assertThat(sides.isolated("checkpoints list", "--backend", "log", "-o", "json").out())
        .as("what is known on the isolated side")
        .isEqualToIgnoringWhitespace("[]");
  }
}
