package org.stellaops.attestor.scenario.airgap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.testlog.FakeLog;

/**
 * Somebody else reads our bundles: the system's own tools unpack them, and a script that was
 * written from the specifications, and shares no code with us, checks the log that comes out. Where
 * there is no Python or no such tool, this is skipped. {@code bin/trial interop} has the {@code
 * fsck} of Tessera check it as well, which knows nothing of us.
 */
class BundleInteroperabilityTest {
  private static final Path PYTHON_READER =
      Path.of("src/test/scripts/read_tiles.py").toAbsolutePath();
  private static final String FSCK = System.getProperty("trial.fsck", "");
  private static final long TIMEOUT_SECONDS = 120;

  @TempDir private Path directory;

  @ParameterizedTest(name = "{0}")
  @CsvSource({".tar.gz, gzip -dc", ".tar.zst, zstd -dcq"})
  void unpackedBundleIsVerifiedByAnIndependentReader(String suffix, String unpacker)
      throws Exception {
    assumeThat(
            run("python3 --version && tar --version && " + unpacker.split(" ")[0] + " --version"))
        .as("python3, tar and the tool are here")
        .isZero();
    Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
    FakeLog log = unpackFullAndDelta(suffix, unpacker, unpacked);

    assertThat(read(unpacked, log)).as(output()).isZero();
    assertThat(output()).isEqualTo("foreign.example/log 66900 " + log.head().root());

    flip(unpacked.resolve("tile/0/007"));
    assertThat(read(unpacked, log)).as("a flipped bit is seen").isOne();
    assertThat(output()).contains("level 0");
  }

  /** Only of a good log: version 1.0.2 waits for ever for what is wrong. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({".tar.gz, gzip -dc", ".tar.zst, zstd -dcq"})
  void unpackedBundleIsVerifiedByTesseraFsck(String suffix, String unpacker) throws Exception {
    assumeThat(FSCK).as("the fsck of Tessera, see bin/trial interop").isNotEmpty();
    Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
    FakeLog log = unpackFullAndDelta(suffix, unpacker, unpacked);

    assertThat(fsck(unpacked, log)).as(output()).isZero();
    assertThat(output()).contains("size 66900 and root " + log.head().root());
  }

  private FakeLog unpackFullAndDelta(String suffix, String unpacker, Path target) throws Exception {
    FakeLog log = FakeLog.named("foreign.example/log").grow(66_000);
    try (AirGapFixture airGap = AirGapFixture.of(directory, log)) {
      unpack(airGap.export(airGap.everything("full" + suffix)).get(0), unpacker, target);
      airGap.grow(900);
      unpack(airGap.export(airGap.since(66_000, "delta" + suffix)).get(0), unpacker, target);
    }
    return log;
  }

  private void unpack(Path bundle, String unpacker, Path target) throws Exception {
    String command = unpacker + " '" + bundle + "' | tar -xf - -C '" + target + "'";
    assertThat(run(command)).as(output()).isZero();
  }

  private int read(Path log, FakeLog expected) throws Exception {
    return run("python3 '" + PYTHON_READER + "' '" + log + "' '" + expected.identity().key() + "'");
  }

  private int fsck(Path log, FakeLog expected) throws Exception {
    Path key =
        Files.writeString(directory.resolve("key"), expected.identity().key().toString() + "\n");
    return run(FSCK + " --ui=false --storage_url=" + log.toUri() + " --public_key='" + key + "'");
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[100] ^= 1;
    Files.write(file, bytes);
  }

  private int run(String command) throws Exception {
    Process shell =
        new ProcessBuilder(List.of("sh", "-c", command))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("said").toFile())
            .start();
    assertThat(shell.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
    return shell.exitValue();
  }

  private String output() throws IOException {
    return Files.readString(directory.resolve("said")).strip();
  }
}
