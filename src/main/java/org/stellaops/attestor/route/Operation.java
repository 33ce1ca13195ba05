package org.stellaops.attestor.route;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.AttestorException;

/**
 * One run of an entry route, in the variable {@code operation} of its exchange. The route
 * configuration {@code entry} ends it if a step fails.
 */
@FunctionalInterface
public interface Operation {
  /**
   * Ends the operation after a failure: releases what it holds, logs and counts the failure.
   *
   * @return the reply to the caller of the route; null for none
   */
  @Nullable Object fail(AttestorException error);

  /** Name of the direct endpoint that records the reply of a failed operation; empty for none. */
  default Optional<String> recordRoute() {
    return Optional.empty();
  }

  /** An operation that has not begun yet. */
  static Operation recordedBy(String route, Function<AttestorException, Object> onFailure) {
    return new Operation() {
      @Override
      public Object fail(AttestorException error) {
        return onFailure.apply(error);
      }

      @Override
      public Optional<String> recordRoute() {
        return Optional.of(route);
      }
    };
  }
}
