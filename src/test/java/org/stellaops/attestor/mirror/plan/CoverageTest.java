package org.stellaops.attestor.mirror.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoverageTest {
  private static final long UNIT = WorkUnit.MAX_ENTRIES;

  @Test
  void unitsInOrderAdvanceCoverage() {
    Coverage coverage = new Coverage(0);
    assertThat(coverage.add(unit(0))).isEqualTo(UNIT);
    assertThat(coverage.add(unit(1))).isEqualTo(2 * UNIT);
  }

  @Test
  void unitAfterGapCountsOnceGapIsClosed() {
    Coverage coverage = new Coverage(0);
    assertThat(coverage.add(unit(2))).isZero();
    assertThat(coverage.add(unit(1))).isZero();
    assertThat(coverage.add(unit(0))).isEqualTo(3 * UNIT);
  }

  @Test
  void firstUnitMayStartAtPartialBundle() {
    Coverage coverage = new Coverage(300);
    assertThat(coverage.add(WorkUnitFixtures.of(65_536, 65_537))).isEqualTo(300);
    assertThat(coverage.add(WorkUnitFixtures.of(256, 65_536))).isEqualTo(65_537);
  }

  @Test
  void repeatedUnitCountsOnce() {
    Coverage coverage = new Coverage(0);
    coverage.add(unit(0));
    assertThat(coverage.add(unit(0))).isEqualTo(UNIT);
    assertThat(coverage.add(unit(2))).isEqualTo(UNIT);
    assertThat(coverage.add(unit(2))).isEqualTo(UNIT);
  }

  @Test
  void shorterRangeDoesNotReplaceLongerOne() {
    Coverage coverage = new Coverage(0);
    coverage.add(WorkUnitFixtures.of(65_536, 66_048));
    coverage.add(WorkUnitFixtures.of(65_536, 65_792));
    assertThat(coverage.add(unit(0))).isEqualTo(66_048);
  }

  @Test
  void everyOrderEndsAtSameCoverage() {
    List<Integer> order = new ArrayList<>(IntStream.range(0, 60).boxed().toList());
    for (int seed = 0; seed < 50; seed++) {
      Collections.shuffle(order, new Random(seed));
      Coverage coverage = new Coverage(0);
      boolean[] done = new boolean[60];
      for (int unit : order) {
        done[unit] = true;
        int whole = 0;
        while (whole < 60 && done[whole]) {
          whole++;
        }
        assertThat(coverage.add(unit(unit))).isEqualTo(whole * UNIT);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void concurrentAddsLoseNoUnit(int threads) throws Exception {
    List<Integer> order = new ArrayList<>(IntStream.range(0, 2_000).boxed().toList());
    Collections.shuffle(order, new Random(threads));
    Coverage coverage = new Coverage(0);
    List<Callable<Long>> tasks = new ArrayList<>();
    order.forEach(unit -> tasks.add(() -> coverage.add(unit(unit))));
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      long furthest = 0;
      for (Future<Long> front : pool.invokeAll(tasks)) {
        furthest = Math.max(furthest, front.get());
      }
      assertThat(furthest).isEqualTo(2_000 * UNIT);
    } finally {
      pool.shutdown();
    }
  }

  private static WorkUnit unit(int number) {
    return WorkUnitFixtures.of(number * UNIT, (number + 1) * UNIT);
  }
}
