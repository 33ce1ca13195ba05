package org.stellaops.attestor.verification;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.AttestorException;

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
  public Map<String, @Nullable Object> toJson() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("schema", AttestationVerdict.SCHEMA);
    json.put("verdict", label());
    json.put("exitStatus", exitCode().number());
    json.put("error", error.failure().label());
    json.put("reason", error.getMessage());
    json.put("decidedAt", decidedAt.toString());
    json.put("bundle", Map.of("file", bundle));
    return json;
  }
}
