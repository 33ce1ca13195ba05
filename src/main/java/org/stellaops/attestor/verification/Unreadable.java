package org.stellaops.attestor.verification;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.json.JsonObject;

/**
 * A bundle without a verdict, because it or its artifact cannot be read.
 *
 * @param bundle name of the bundle, as passed by the caller
 * @param error the reason
 * @param decidedAt time of the attempt
 */
public record Unreadable(String bundle, AttestorException error, Instant decidedAt)
    implements Outcome {
  @Override
  public Optional<Objection> worstObjection() {
    return Optional.of(new Objection(error.failure(), error.getMessage()));
  }

  @Override
  public JsonObject toJson() {
    return new JsonObject()
        .with("schema", AttestationVerdict.SCHEMA)
        .with("verdict", label())
        .with("exitStatus", exitCode().number())
        .with("error", error.failure().label())
        .with("reason", error.getMessage())
        .with("decidedAt", decidedAt.toString())
        .with("bundle", Map.of("file", bundle));
  }
}
