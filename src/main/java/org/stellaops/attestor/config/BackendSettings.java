package org.stellaops.attestor.config;

import java.net.URI;
import java.util.Optional;
import org.stellaops.attestor.config.schema.BackendKeys;
import org.stellaops.attestor.config.schema.BackendType;

/**
 * One log that is followed.
 *
 * @param id its name in commands, metrics and routes
 * @param origin the first line of its checkpoint
 * @param keyName the name on its signature line
 * @param type what kind of log it is
 * @param baseUrl its address, ending in a slash
 * @param readUrl where {@code checkpoint} and {@code tile/} are, ending in a slash, if that does
 *     not follow from the base URL and the type
 * @param publicKey where its public key is
 * @param mirrorEntries whether entries are mirrored, and not only hashes
 * @param enabled whether the daemon follows it
 * @param compareUrl where somebody else shows the same log, ending in a slash
 * @param critical whether the program is not ready while it is stale or in quarantine
 * @param keyPolicy how far its key is trusted, and who signs beside it
 */
public record BackendSettings(
    String id,
    String origin,
    String keyName,
    BackendType type,
    URI baseUrl,
    Optional<URI> readUrl,
    PublicKeySource publicKey,
    boolean mirrorEntries,
    boolean enabled,
    Optional<URI> compareUrl,
    boolean critical,
    KeyPolicy keyPolicy) {

  /** Refuses values that the file could not hold. */
  public BackendSettings {
    BackendKeys.ID.require(id);
    BackendKeys.ORIGIN.require(origin);
    BackendKeys.KEY_NAME.require(keyName);
    BackendKeys.BASE_URL.require(baseUrl);
    BackendKeys.READ_URL.require(readUrl);
    BackendKeys.COMPARE_URL.require(compareUrl);
  }

  /** A log whose key is trusted for ever and alone. */
  public BackendSettings(
      String id,
      String origin,
      String keyName,
      BackendType type,
      URI baseUrl,
      Optional<URI> readUrl,
      PublicKeySource publicKey,
      boolean mirrorEntries,
      boolean enabled,
      Optional<URI> compareUrl,
      boolean critical) {
    this(
        id,
        origin,
        keyName,
        type,
        baseUrl,
        readUrl,
        publicKey,
        mirrorEntries,
        enabled,
        compareUrl,
        critical,
        KeyPolicy.UNLIMITED);
  }

  /** The same, enabled. */
  BackendSettings asEnabled() {
    return new BackendSettings(
        id,
        origin,
        keyName,
        type,
        baseUrl,
        readUrl,
        publicKey,
        mirrorEntries,
        true,
        compareUrl,
        critical,
        keyPolicy);
  }
}
