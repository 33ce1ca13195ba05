package org.stellaops.attestor.bundle.archive;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.tlog.ByteSlice;

class SegmentResequencerTest {
  private final ExecutorService writers = Executors.newFixedThreadPool(4);
  private final List<Long> written = new ArrayList<>();
  private final SegmentResequencer resequencer = new SegmentResequencer(this::write);

  @AfterEach
  void stop() {
    writers.shutdownNow();
  }

  @Test
  void earlySegmentDoesNotBlockAndIsWrittenInOrder() {
    resequencer.add(segment(2));
    resequencer.add(segment(1));
    assertThat(written).isEmpty();

    resequencer.add(segment(0));

    assertThat(written).containsExactly(0L, 1L, 2L);
    resequencer.requireComplete();
  }

  @Test
  void keepsOrderWithConcurrentWriters() throws Exception {
    AtomicInteger index = new AtomicInteger();
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      all.add(writers.submit(() -> resequencer.add(segment(index.getAndIncrement()))));
    }
    for (Future<?> each : all) {
      each.get(30, SECONDS);
    }
    resequencer.requireComplete();
    assertThat(written).containsExactlyElementsOf(LongStream.range(0, 2_000).boxed().toList());
  }

  /** Otherwise everything after one slow segment would accumulate in memory. */
  @Test
  @Timeout(30)
  void blocksThreadThatIsTooFarAhead() throws InterruptedException {
    AtomicInteger added = new AtomicInteger();
    Thread ahead =
        new Thread(() -> {
          for (int index = 1; index <= 20; index++) {
            resequencer.add(segment(index));
            added.incrementAndGet();
          }
        });
    ahead.start();
    while (ahead.getState() != Thread.State.WAITING && ahead.isAlive()) {
      Thread.onSpinWait();
    }
    assertThat(added.get()).isBetween(1, 10);

    resequencer.add(segment(0));

    ahead.join();
    assertThat(written).hasSize(21);
  }

  @Test
  void abortReleasesWaitingThreads() throws Exception {
    Future<?> ahead = writers.submit(() -> resequencer.add(segment(1_000)));
    RuntimeException failure = new IllegalStateException("the disk is full");

    assertThat(resequencer.abort(failure)).isSameAs(failure);

    assertThatThrownBy(() -> ahead.get(30, SECONDS)).hasCause(failure);
    assertThatThrownBy(() -> resequencer.add(segment(0))).isSameAs(failure);
    assertThatThrownBy(resequencer::requireComplete).isSameAs(failure);
    assertThat(written).isEmpty();
  }

  @Test
  void rethrowsOutputFailureToLaterCallers() {
    RuntimeException failure = new IllegalStateException("the disk is full");
    SegmentResequencer failing =
        new SegmentResequencer(segment -> {
          throw failure;
        });
    failing.add(segment(1));

    assertThatThrownBy(() -> failing.add(segment(0))).isSameAs(failure);
    assertThatThrownBy(() -> failing.add(segment(2))).isSameAs(failure);
  }

  @Test
  void rejectsMissingSegmentAtEnd() {
    resequencer.add(segment(0));
    resequencer.add(segment(2));

    assertThatThrownBy(resequencer::requireComplete)
        .hasMessageContaining("segment 1 of the tree was not added");
  }

  private static CompressedSegment segment(long index) {
    ReusableBuffer buffer = new ReusableBuffer(Long.BYTES);
    buffer.append(ByteBuffer.allocate(Long.BYTES).putLong(index).array());
    return new CompressedSegment(index, 1, buffer, Segment.bufferPool());
  }

  private void write(ByteSlice segment) {
    written.add(segment.buffer().getLong());
  }
}
