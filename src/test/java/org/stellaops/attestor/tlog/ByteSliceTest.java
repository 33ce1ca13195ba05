package org.stellaops.attestor.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ByteSliceTest {
  private static final byte[] ARRAY = {1, 2, 3, 4};

  @Test
  void bytesReturnsPartOnly() {
    assertThat(new ByteSlice(ARRAY, 1, 2).bytes()).containsExactly(2, 3);
    assertThat(new ByteSlice(ARRAY, 4, 0).bytes()).isEmpty();
    assertThat(new ByteSlice(ARRAY, 1, 2).buffer().remaining()).isEqualTo(2);
    assertThat(new ByteSlice(ARRAY, 1, 2).buffer().get()).isEqualTo((byte) 2);
  }

  /** What is kept longer than the array must not change with it. */
  @Test
  void copyOfWholeArrayIsNewArray() {
    assertThat(ByteSlice.of(ARRAY).bytes()).isSameAs(ARRAY);
    assertThat(ByteSlice.of(ARRAY).copy()).isNotSameAs(ARRAY).isEqualTo(ARRAY);
  }

  @Test
  void rejectsPartBeyondArray() {
    assertThatThrownBy(() -> new ByteSlice(ARRAY, 1, 4))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new ByteSlice(ARRAY, -1, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new ByteSlice(ARRAY, 2, -1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
