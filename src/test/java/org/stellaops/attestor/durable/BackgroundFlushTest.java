package org.stellaops.attestor.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundFlushTest {
  private final BackgroundFlush flush = new BackgroundFlush("test-flush");

  @AfterEach
  void close() {
    flush.close();
  }

  @Test
  void awaitWithoutFlushReturns() throws IOException {
    assertThat(flush.isIdle()).isTrue();
    flush.await();
  }

  @Test
  void isNotIdleWhileFlushRuns() throws IOException {
    CountDownLatch finished = new CountDownLatch(1);
    flush.start(() -> awaitUninterrupted(finished));

    assertThat(flush.isIdle()).isFalse();
    finished.countDown();
    flush.await();
    assertThat(flush.isIdle()).isTrue();
  }

  @Test
  void flushesRunOneAfterTheOtherInBackground() throws IOException {
    List<String> threads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      flush.start(() -> threads.add(Thread.currentThread().getName()));
    }
    flush.await();

    assertThat(threads).containsExactly("test-flush", "test-flush", "test-flush");
  }

  @Test
  void failureOfAFlushIsNotLostToTheNextOne() throws IOException {
    flush.start(() -> {
      throw new IOException("no space left on device");
    });

    assertThatThrownBy(() -> flush.start(() -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage("no space left on device");
    assertThatThrownBy(flush::await).hasMessage("no space left on device");
    assertThatThrownBy(flush::await).hasMessage("no space left on device");
  }

  @Test
  void uncheckedFailureIsReportedAsIoFailure() throws IOException {
    flush.start(() -> {
      throw new IllegalStateException("closed");
    });

    assertThatThrownBy(flush::await).isInstanceOf(IOException.class).hasRootCauseMessage("closed");
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
