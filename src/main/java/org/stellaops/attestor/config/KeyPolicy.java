package org.stellaops.attestor.config;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.config.schema.BackendKeys;

/**
 * How far a log's key is trusted, and who signs beside it.
 *
 * @param validFrom before this the key says nothing new
 * @param validUntil after this the key says nothing new
 * @param witnesses vkeys of those whose cosignatures count
 */
public record KeyPolicy(
    Optional<Instant> validFrom, Optional<Instant> validUntil, List<String> witnesses) {
  /** For ever, and alone. */
  public static final KeyPolicy UNLIMITED =
      new KeyPolicy(Optional.empty(), Optional.empty(), List.of());

  /** Refuses values that the file could not hold. */
  public KeyPolicy {
    BackendKeys.KEY_VALID_FROM.require(validFrom);
    BackendKeys.KEY_VALID_UNTIL.require(validUntil);
    BackendKeys.WITNESS_KEYS.require(witnesses);
    witnesses = List.copyOf(witnesses);
  }
}
