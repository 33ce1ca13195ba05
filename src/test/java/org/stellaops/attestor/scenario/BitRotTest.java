package org.stellaops.attestor.scenario;

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
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.fakelog.RequestLog;
import org.stellaops.attestor.mirror.AuditReport;
import org.stellaops.attestor.route.TileBudget;

/**
 * Bits of the mirror turn over, one here and one there, as many as {@code -Dattestor.flips} says.
 */
class BitRotTest {
  /** 259 full bundles and one of three entries; level 1 has a full tile and a partial one. */
  private static final long SIZE = 66_307;

  private static final int FLIPS = Integer.getInteger("attestor.flips", 60);

  @TempDir private Path directory;

  @ParameterizedTest(name = "with entries: {0}")
  @ValueSource(booleans = {true, false})
  void everyFlippedBitIsNamedAndHealedAndNothingElseIsFetched(boolean entries) throws IOException {
    FakeLog log = FakeLog.named("rotten.example/log").grow(SIZE);
    try (FakeLogServer server = FakeLogServer.start(log);
        AuditedMirror mirror =
            AuditedMirror.of(directory, log, server, entries, TileBudget.UNLIMITED)) {
      assertThat(mirror.sync().mirroredSize()).isEqualTo(SIZE);
      Map<String, byte[]> whole = mirror.files();
      Map<String, String> digests = mirror.digests();
      Set<String> damaged = flip(mirror, whole, new Random(SIZE));
      server.requests().forget();

      AuditReport found = mirror.audit();

      assertThat(AuditedMirror.named(found)).isEqualTo(damaged);
      assertThat(server.requests().total()).isZero();

      assertThat(mirror.repair(found).message()).isEmpty();

      assertThat(mirror.audit().good()).isTrue();
      assertThat(mirror.digests()).isEqualTo(digests);
      assertThat(paths(server.requests())).isSubsetOf(damaged).doesNotHaveDuplicates();
    }
  }

  private static Set<String> flip(AuditedMirror mirror, Map<String, byte[]> whole, Random random)
      throws IOException {
    List<String> paths = new ArrayList<>(whole.keySet());
    long bytes = whole.values().stream().mapToLong(content -> content.length).sum();
    Set<String> damaged = new TreeSet<>();
    for (int flip = 0; flip < FLIPS; flip++) {
      long at = (long) (random.nextDouble() * bytes);
      int file = 0;
      while (at >= whole.get(paths.get(file)).length) {
        at -= whole.get(paths.get(file)).length;
        file++;
      }
      Path path = mirror.file(paths.get(file));
      byte[] content = Files.readAllBytes(path);
      content[(int) at] ^= (byte) (1 << random.nextInt(8));
      Files.write(path, content);
      damaged.add(paths.get(file));
    }
    return damaged;
  }

  private static List<String> paths(RequestLog requests) {
    return requests.all().stream().map(RequestLog.Request::path).collect(Collectors.toList());
  }
}
