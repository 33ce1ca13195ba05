package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stellaops.attestor.bundle.Forge;
import org.stellaops.attestor.fakelog.FakeLog;

/** What an operator sees of bundles that were refused. */
class BundleHistoryTest {
  @TempDir private Path directory;

  /** The one is refused before anything of the bundle is read, the other within it. */
  @ParameterizedTest
  @CsvSource({"checkpoint, bad_bundle", "tile/1/000.p/1, bad_tile"})
  void refusedBundleIsListedWithTheReason(String damaged, String word) throws IOException {
    FakeLog log = FakeLog.named("carried.example/log").grow(300);
    log.write(directory.resolve("log"));
    String config =
        new TestConfiguration(directory)
            .follow("log", log, directory.resolve("log").toUri())
            .file()
            .toString();
    Path bundle = directory.resolve("good.tar.gz");
    assertThat(Answered.to("sync", "--backend", "log", "--config", config).status()).isZero();
    Answered exported =
        Answered.to(
            "export", "--backend", "log", "--output", bundle.toString(), "--config", config);
    assertThat(exported.status()).as(exported.err()).isZero();
    Path changed = directory.resolve("changed.tar.gz");
    Forge.of(bundle).file(damaged, content -> new byte[content.length]).write(changed);

    Answered refused = Answered.to("import", changed.toString(), "--config", config);
    Answered list = Answered.to("bundles", "list", "--config", config);

    assertThat(refused.status()).as(refused.err()).isEqualTo(1);
    // headings, the refusal, the export, and the reason of the one that was refused
    assertThat(list.out().lines().toList()).as(list.out()).hasSize(4);
    String reason = list.out().lines().toList().get(3);
    assertThat(reason).startsWith("2: " + word + ": ");
    assertThat(refused.err()).contains(reason.substring(("2: " + word + ": ").length()));
  }
}
