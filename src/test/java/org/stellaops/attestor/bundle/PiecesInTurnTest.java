package org.stellaops.attestor.bundle;

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
import org.stellaops.attestor.mirror.FileRoom;
import org.stellaops.attestor.tlog.Slice;

class PiecesInTurnTest {
  private final ExecutorService packers = Executors.newFixedThreadPool(4);
  private final List<Long> written = new ArrayList<>();
  private final PiecesInTurn pieces = new PiecesInTurn(this::write);

  @AfterEach
  void stop() {
    packers.shutdownNow();
  }

  @Test
  void pieceThatComesTooEarlyHoldsNobodyUpAndIsWrittenInItsTurn() {
    pieces.add(piece(2));
    pieces.add(piece(1));
    assertThat(written).isEmpty();

    pieces.add(piece(0));

    assertThat(written).containsExactly(0L, 1L, 2L);
    pieces.finish();
  }

  @Test
  void manyPackersMixNothingUp() throws Exception {
    AtomicInteger turn = new AtomicInteger();
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      all.add(packers.submit(() -> pieces.add(piece(turn.getAndIncrement()))));
    }
    for (Future<?> each : all) {
      each.get(30, SECONDS);
    }
    pieces.finish();
    assertThat(written).containsExactlyElementsOf(LongStream.range(0, 2_000).boxed().toList());
  }

  /** Else all that comes after one slow piece would gather in memory. */
  @Test
  @Timeout(30)
  void whoIsFarAheadWaits() throws InterruptedException {
    AtomicInteger left = new AtomicInteger();
    Thread ahead =
        new Thread(() -> {
          for (int turn = 1; turn <= 20; turn++) {
            pieces.add(piece(turn));
            left.incrementAndGet();
          }
        });
    ahead.start();
    while (ahead.getState() != Thread.State.WAITING && ahead.isAlive()) {
      Thread.onSpinWait();
    }
    assertThat(left.get()).isBetween(1, 10);

    pieces.add(piece(0));

    ahead.join();
    assertThat(written).hasSize(21);
  }

  @Test
  void failureLetsGoWhoeverWaits() throws Exception {
    Future<?> ahead = packers.submit(() -> pieces.add(piece(1_000)));
    RuntimeException full = new IllegalStateException("the disk is full");

    assertThat(pieces.abandon(full)).isSameAs(full);

    assertThatThrownBy(() -> ahead.get(30, SECONDS)).hasCause(full);
    assertThatThrownBy(() -> pieces.add(piece(0))).isSameAs(full);
    assertThatThrownBy(pieces::finish).isSameAs(full);
    assertThat(written).isEmpty();
  }

  @Test
  void failureOfTheFileIsRaisedForWhoeverComesAfterIt() {
    RuntimeException full = new IllegalStateException("the disk is full");
    PiecesInTurn failing =
        new PiecesInTurn(segment -> {
          throw full;
        });
    failing.add(piece(1));

    assertThatThrownBy(() -> failing.add(piece(0))).isSameAs(full);
    assertThatThrownBy(() -> failing.add(piece(2))).isSameAs(full);
  }

  @Test
  void volumeWithAGapIsNeverFinished() {
    pieces.add(piece(0));
    pieces.add(piece(2));

    assertThatThrownBy(pieces::finish).hasMessageContaining("piece 1 of the tree never came");
  }

  private static PackedPiece piece(long turn) {
    FileRoom room = new FileRoom(Long.BYTES);
    room.append(ByteBuffer.allocate(Long.BYTES).putLong(turn).array());
    return new PackedPiece(turn, 1, room, Segment.rooms());
  }

  private void write(Slice segment) {
    written.add(segment.buffer().getLong());
  }
}
