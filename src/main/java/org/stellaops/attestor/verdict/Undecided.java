package org.stellaops.attestor.verdict;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.AttestorException;

/**
 * A bundle about which nothing can be said, because it or its artifact cannot be read.
 *
 * @param bundle as it was named
 * @param failed why
 * @param at when
 */
public record Undecided(String bundle, AttestorException failed, Instant at) implements Answer {
  @Override
  public Optional<Problem> problem() {
    return Optional.of(new Problem(failed.failure(), failed.getMessage()));
  }

  @Override
  public Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("schema", Decision.SCHEMA);
    json.put("verdict", word());
    json.put("exitStatus", exit().number());
    json.put("error", failed.failure().word());
    json.put("reason", failed.getMessage());
    json.put("decidedAt", at.toString());
    json.put("bundle", Map.of("file", bundle));
    return json;
  }
}
