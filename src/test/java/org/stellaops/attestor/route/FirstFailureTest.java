package org.stellaops.attestor.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

class FirstFailureTest {
  private static final AttestorException GONE =
      new AttestorException(Failure.NETWORK, "the log is gone", "try again");

  private final FirstFailure failure = new FirstFailure();

  @Test
  void stopsIterationAfterFailure() {
    Iterator<String> steps = failure.until(List.of("one", "two").iterator());
    steps.next();

    failure.record(GONE);

    assertThat(steps.hasNext()).isFalse();
    assertThatThrownBy(failure::requireNone).isSameAs(GONE);
  }

  @Test
  void returnsElementAfterHasNextDespiteFailure() {
    Iterator<String> steps = failure.until(List.of("one", "two", "three").iterator());
    steps.next();
    assertThat(steps.hasNext()).isTrue();

    failure.record(GONE);

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
            throw new AssertionError("hasNext() did not return true");
          }
        };

    assertThat(failure.until(broken).hasNext()).isFalse();
    assertThatThrownBy(failure::requireNone).isSameAs(GONE);
  }
}
