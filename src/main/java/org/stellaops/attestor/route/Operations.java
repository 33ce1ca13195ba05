package org.stellaops.attestor.route;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;

/** Ends the operations of entry routes whose steps fail. */
public final class Operations {
  /** Ends the operation; the reply to the caller becomes the message body. */
  public @Nullable Object fail(
      @Variable("operation") Operation operation,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    return operation.fail(FailureMapper.map(thrown));
  }

  /** Whether a route records the reply of a failed operation. */
  public boolean hasRecordRoute(@Variable("operation") Operation operation) {
    return operation.recordRoute().isPresent();
  }

  public String recordRoute(@Variable("operation") Operation operation) {
    return operation.recordRoute().orElseThrow();
  }
}
