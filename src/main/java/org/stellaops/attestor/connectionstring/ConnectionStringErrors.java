package org.stellaops.attestor.connectionstring;

import java.util.List;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.failure.Suggestion;

/** Errors in connection strings. Messages contain keys but never values. */
final class ConnectionStringErrors {
  private ConnectionStringErrors() {}

  static AttestorException invalid(String message, String hint) {
    return new AttestorException(Failure.CONFIGURATION, message, hint);
  }

  static AttestorException unknownKey(String key, List<String> known) {
    String hint =
        new Suggestion(key)
            .closest(known)
            .map(name -> "did you mean '" + name + "'?")
            .orElse("known keys: " + String.join(", ", known));
    return invalid("connection string: unknown key " + SafeText.quote(key), hint);
  }
}
