package org.stellaops.attestor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.config.schema.SettingKey;
import org.stellaops.attestor.tlog.TreeShape;

/** The file that operators begin with is right, complete, and says nothing that is not so. */
class ShippedConfigurationTest {
  private static final Path FILE = Path.of("config/attestor.yaml");
  private static final Path DATA = Path.of("./data");

  private final SettingsLoader loader = new SettingsLoader(Path.of(""), DATA);

  @Test
  void loadsAsShipped() {
    String backend =
        """
        attestor:
          rekorSync:
            backends:
              - id: sigstore-rekor-v2
                origin: log2025-1.rekor.sigstore.dev
                baseUrl: https://log2025-1.rekor.sigstore.dev/
                readUrl: https://log2025-1.rekor.sigstore.dev/api/v2/
                type: rekor-v2
                publicKey: %s
        """
            .formatted(SettingsFixture.VKEY);
    assertThat(loader.load(FILE)).isEqualTo(loader.parse("shipped.yaml", backend));
  }

  @Test
  void isCurrent() throws IOException {
    GeneratedFile.assertCurrent(FILE, ShippedFile.text());
  }

  @Test
  void showsEveryKeyWithItsDefault() throws IOException {
    String shipped = Files.readString(FILE);
    for (SettingKey<?> key : SettingKeys.all()) {
      assertThat(shipped).containsPattern("(?m)^ *(- |# )?" + key.name() + ": ");
    }
    String uncommented = shipped.replaceAll("(?m)^( +)# ([A-Za-z]+: \\S+)$", "$1$2");
    assertThat(uncommented).isNotEqualTo(shipped);
    assertThat(loader.parse("uncommented.yaml", uncommented)).isEqualTo(loader.load(FILE));
  }

  @Test
  void numbersInCommentsAreCorrect() throws IOException {
    TreeShape tree = new TreeShape(45_678_901);
    long tiles = tree.tiles();
    long upper = LongStream.range(1, tree.levels()).map(l -> tree.tiles((int) l)).sum();
    RekorSyncSettings sync = loader.load(FILE).sync();
    long slowCycles = -Math.floorDiv(-tiles, 100L);
    long cycles = -Math.floorDiv(-tiles, (long) sync.maxTilesPerSync());
    Duration slow = sync.syncInterval().multipliedBy(slowCycles);
    long seconds = sync.maxTilesPerSync() / sync.requests().requestsPerSecond();

    assertThat(Files.readString(FILE).replaceAll("\\s+(# )?", " "))
        .contains(text("it has %,d tiles", tiles))
        .contains(text("%,d entry bundles", tree.tiles(0)))
        .contains(text("and %,d tiles above", upper))
        .contains(text("100 per cycle: %,d cycles", slowCycles))
        .contains(text("which is %.1f days at 5m", slow.toMinutes() / 1440.0))
        .contains(text("%d per cycle: %d cycles", sync.maxTilesPerSync(), cycles))
        .contains(text("of at most %d seconds", seconds))
        .contains(text("%d requests per second", sync.requests().requestsPerSecond()))
        .contains(text("%.2f to %.2f MB", 256 * 1.4 / 1000, 256 * 3.2 / 1000))
        .contains(text("A tile is at most %,d bytes", 256 * 32))
        .contains(text("about %d bytes per entry", hashBytes(tree) / tree.size()));
    assertThat(Duration.ofSeconds(seconds)).isLessThan(sync.syncInterval());
  }

  private static long hashBytes(TreeShape tree) {
    return LongStream.range(0, tree.levels()).map(l -> 32 * tree.hashes((int) l)).sum();
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
