package org.stellaops.attestor.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeHeadTest {
  private static final Hash SOME_ROOT = Rfc6962.leaf(new byte[0]);

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE})
  void rejectsNegativeSize(long size) {
    assertThatThrownBy(() -> new TreeHead(size, SOME_ROOT)).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> new TreeShape(size)).isInstanceOf(MalformedException.class);
  }

  @Test
  void rejectsEmptyTreeWithOtherRoot() {
    assertThatThrownBy(() -> new TreeHead(0, SOME_ROOT)).isInstanceOf(MalformedException.class);
    assertThat(TreeHead.EMPTY)
        .hasToString("0 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
        .isEqualTo(new TreeHead(0, Rfc6962.EMPTY));
  }

  @Test
  void acceptsLargestSize() {
    assertThat(new TreeHead(Long.MAX_VALUE, SOME_ROOT).size()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void headsAreEqualWhenSizeAndRootAre() {
    TreeHead head = new TreeHead(5, SOME_ROOT);

    assertThat(head)
        .isEqualTo(new TreeHead(5, SOME_ROOT))
        .hasSameHashCodeAs(new TreeHead(5, SOME_ROOT))
        .isNotEqualTo(new TreeHead(6, SOME_ROOT))
        .isNotEqualTo(new TreeHead(5, Rfc6962.EMPTY))
        .isNotEqualTo(SOME_ROOT);
  }
}
