package org.stellaops.attestor.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

class WorkCountersTest {
  private static final AttestorException GONE =
      new AttestorException(Failure.NETWORK, "the log is gone", "try again");

  private final WorkCounters tally = new WorkCounters();

  @Test
  void stopsIterationAfterFailure() {
    Iterator<String> steps = tally.untilFailure(List.of("one", "two").iterator());
    steps.next();

    tally.recordFailure(GONE);

    assertThat(steps.hasNext()).isFalse();
    assertThatThrownBy(tally::requireNoFailure).isSameAs(GONE);
  }

  @Test
  void returnsElementAfterHasNextDespiteFailure() {
    Iterator<String> steps = tally.untilFailure(List.of("one", "two", "three").iterator());
    steps.next();
    assertThat(steps.hasNext()).isTrue();

    tally.recordFailure(GONE);

    assertThat(steps.hasNext()).isTrue();
    assertThat(steps.next()).isEqualTo("two");
    assertThat(steps.hasNext()).isFalse();
  }

  @Test
  void recordsExceptionOfIterator() {
    Iterator<String> broken =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            throw GONE;
          }

          @Override
          public String next() {
            throw new AssertionError("nothing was promised");
          }
        };

    assertThat(tally.untilFailure(broken).hasNext()).isFalse();
    assertThatThrownBy(tally::requireNoFailure).isSameAs(GONE);
  }
}
