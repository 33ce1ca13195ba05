package org.stellaops.attestor.scenario.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.mirror.audit.AuditReport;
import org.stellaops.attestor.route.sync.TileBudget;
import org.stellaops.attestor.scenario.support.AuditedMirror;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.testlog.RequestLog;

/** Bits of the mirror turn over, one here and one there, as many as {@code -Dtrial.flips} says. */
class BitRotTest {
  /** 259 full bundles and one of three entries; level 1 has a full tile and a partial one. */
  private static final long SIZE = 66_307;

  private static final int FLIPS = Integer.getInteger("trial.flips", 60);

  @TempDir private Path directory;

  @ParameterizedTest(name = "with entries: {0}")
  @ValueSource(booleans = {true, false})
  void reportsAndRepairsEveryFlippedBitAndFetchesNothingElse(boolean entries) throws IOException {
    FakeLog log = FakeLog.named("rotten.example/log").grow(SIZE);
    try (FakeLogServer server = FakeLogServer.start(log);
        AuditedMirror mirror =
            AuditedMirror.of(directory, log, server, entries, TileBudget.UNLIMITED)) {
      assertThat(mirror.sync().mirroredSize()).isEqualTo(SIZE);
      Map<String, byte[]> undamagedFiles = mirror.files();
      Map<String, String> digests = mirror.digests();
      Set<String> damaged = flip(mirror, undamagedFiles, new Random(SIZE));
      server.requests().clear();

      AuditReport reported = mirror.audit();

      assertThat(AuditedMirror.reportedPaths(reported)).isEqualTo(damaged);
      assertThat(server.requests().count()).isZero();

      assertThat(mirror.repair(reported).message()).isEmpty();

      assertThat(mirror.audit().isClean()).isTrue();
      assertThat(mirror.digests()).isEqualTo(digests);
      assertThat(paths(server.requests())).isSubsetOf(damaged).doesNotHaveDuplicates();
    }
  }

  private static Set<String> flip(
      AuditedMirror mirror, Map<String, byte[]> undamagedFiles, Random random) throws IOException {
    List<String> paths = new ArrayList<>(undamagedFiles.keySet());
    long bytes = undamagedFiles.values().stream().mapToLong(content -> content.length).sum();
    Set<String> damaged = new TreeSet<>();
    for (int flipIndex = 0; flipIndex < FLIPS; flipIndex++) {
      long offset = (long) (random.nextDouble() * bytes);
      int file = 0;
      while (offset >= undamagedFiles.get(paths.get(file)).length) {
        offset -= undamagedFiles.get(paths.get(file)).length;
        file++;
      }
      Path path = mirror.file(paths.get(file));
      byte[] content = Files.readAllBytes(path);
      content[(int) offset] ^= (byte) (1 << random.nextInt(8));
      Files.write(path, content);
      damaged.add(paths.get(file));
    }
    return damaged;
  }

  private static List<String> paths(RequestLog requests) {
    return requests.all().stream().map(RequestLog.Request::path).collect(Collectors.toList());
  }
}
