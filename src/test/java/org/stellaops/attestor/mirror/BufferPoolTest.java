package org.stellaops.attestor.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BufferPoolTest {
  private final BufferPool rooms = new BufferPool(4, 100);

  @Test
  void acquiredBufferIsNotShared() {
    ReusableBuffer mine = rooms.acquire();
    mine.append(new byte[] {1, 2, 3});

    ReusableBuffer other = rooms.acquire();
    other.append(new byte[] {4, 5, 6, 7});

    assertThat(mine.content().bytes()).containsExactly(1, 2, 3);
  }

  @Test
  void releasedBufferIsReusedEmpty() {
    ReusableBuffer mine = rooms.acquire();
    mine.append(new byte[] {1, 2, 3});

    rooms.release(mine);

    ReusableBuffer again = rooms.acquire();
    assertThat(again).isSameAs(mine);
    assertThat(again.content().length()).isZero();
    assertThat(rooms.acquire()).isNotSameAs(mine);
  }

  @Test
  void oversizedBufferIsNotPooled() {
    ReusableBuffer mine = rooms.acquire();
    mine.append(new byte[101]);

    rooms.release(mine);

    assertThat(rooms.acquire()).isNotSameAs(mine);
  }
}
