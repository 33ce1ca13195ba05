package org.stellaops.attestor.mirror;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.note.VerifierKey;

/**
 * The configured logs, in the order of the configuration.
 *
 * @param backends no two of them with the same id or origin
 */
public record BackendCatalog(List<Backend> backends) {
  /** Rejects backends that share an id or an origin: they would write to the same directory. */
  public BackendCatalog {
    backends = List.copyOf(backends);
    requireDistinct(backends, Backend::id);
    requireDistinct(backends, Backend::origin);
  }

  private static void requireDistinct(List<Backend> backends, Function<Backend, Object> property) {
    if (backends.stream().map(property).distinct().count() < backends.size()) {
      throw new IllegalArgumentException("two backends have the same id or origin");
    }
  }

  /**
   * The backend with this id.
   *
   * @throws AttestorException with {@code configuration} if there is none
   */
  public Backend get(String id) {
    return find(id)
        .orElseThrow(() ->
            new AttestorException(
                Failure.CONFIGURATION,
                "there is no backend '" + id + "'",
                "configured are: " + String.join(", ", ids())));
  }

  /** The backend with this id; for {@code ID/TREEID} the shard. Empty if there is none. */
  public Optional<Backend> find(String id) {
    String server = Backend.serverId(id);
    // called for every file, and a stream takes longer than the loop
    for (Backend backend : backends) {
      if (backend.id().equals(server)) {
        return id.equals(server) ? Optional.of(backend) : Backend.treeId(id).map(backend::shard);
      }
    }
    return Optional.empty();
  }

  /** The backend or the shard with this origin; empty if there is none. */
  public Optional<Backend> findByOrigin(Origin origin) {
    Optional<Backend> exact =
        backends.stream().filter(backend -> backend.origin().equals(origin)).findFirst();
    return exact.or(() ->
        backends.stream()
            .flatMap(backend -> TreeId.of(origin, backend.origin()).map(backend::shard).stream())
            .findFirst());
  }

  /** All ids, in order. */
  public List<String> ids() {
    return backends.stream().map(Backend::id).toList();
  }

  /** All keys, to recognise a note that is signed with the key of another log. */
  public List<VerifierKey> keys() {
    return backends.stream()
        .flatMap(
            each -> Stream.concat(Stream.of(each.log().key()), each.shardKeys().values().stream()))
        .toList();
  }
}
