package org.stellaops.attestor.mirror;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.note.VerifierKey;

/**
 * The logs that we follow, in the order of the configuration.
 *
 * @param backends with ids and origins that differ
 */
public record BackendCatalog(List<Backend> backends) {
  /** Refuses two backends with one id, or with one origin: each would undo the other's work. */
  public BackendCatalog {
    backends = List.copyOf(backends);
    requireDistinct(backends, Backend::id);
    requireDistinct(backends, Backend::origin);
  }

  private static void requireDistinct(List<Backend> backends, Function<Backend, Object> property) {
    if (backends.stream().map(property).distinct().count() < backends.size()) {
      throw new IllegalArgumentException("two backends of a catalog have one id or one origin");
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

  /** The backend with this id, if there is one; for {@code ID/TREEID} that shard of it. */
  public Optional<Backend> find(String id) {
    String server = Backend.serverId(id);
    // asked for every file: a stream would take longer than looking
    for (Backend backend : backends) {
      if (backend.id().equals(server)) {
        return id.equals(server) ? Optional.of(backend) : Backend.treeId(id).map(backend::shard);
      }
    }
    return Optional.empty();
  }

  /** The log with this origin, if it is that of a backend or of a shard of one. */
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

  /** All keys, to recognise a note that is signed by the wrong one of them. */
  public List<VerifierKey> keys() {
    return backends.stream().map(backend -> backend.log().key()).toList();
  }
}
