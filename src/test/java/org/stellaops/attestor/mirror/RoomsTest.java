package org.stellaops.attestor.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoomsTest {
  private final Rooms rooms = new Rooms(4, 100);

  @Test
  void roomThatIsStillReadIsNobodyElses() {
    FileRoom mine = rooms.take();
    mine.append(new byte[] {1, 2, 3});

    FileRoom other = rooms.take();
    other.append(new byte[] {4, 5, 6, 7});

    assertThat(mine.content().bytes()).containsExactly(1, 2, 3);
  }

  @Test
  void roomThatIsGivenBackIsUsedAgainAndEmpty() {
    FileRoom mine = rooms.take();
    mine.append(new byte[] {1, 2, 3});

    rooms.giveBack(mine);

    FileRoom again = rooms.take();
    assertThat(again).isSameAs(mine);
    assertThat(again.content().length()).isZero();
    assertThat(rooms.take()).isNotSameAs(mine);
  }

  @Test
  void roomThatHadToGrowForAnUnusualFileIsNotKept() {
    FileRoom mine = rooms.take();
    mine.append(new byte[101]);

    rooms.giveBack(mine);

    assertThat(rooms.take()).isNotSameAs(mine);
  }
}
