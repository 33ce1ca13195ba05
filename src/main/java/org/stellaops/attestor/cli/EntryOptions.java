package org.stellaops.attestor.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.BackendReader;
import org.stellaops.attestor.app.Store;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.LeafSearch;
import org.stellaops.attestor.mirror.LocalMirror;
import org.stellaops.attestor.tlog.Hash;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which entry of a mirror: by its number, by its content, by its hash, or by two of these. */
final class EntryOptions {
  @Option(
      names = "--backend",
      paramLabel = "ID",
      description = "The backend in whose mirror an entry is looked for.")
  private @Nullable String backend;

  @Option(
      names = "--index",
      paramLabel = "N",
      description = "The number of the entry in the tree; the first is 0.")
  private @Nullable Long index;

  @Mixin private LeafOptions leaf;

  boolean isGiven() {
    return backend != null || index != null || leaf.isGiven();
  }

  /**
   * Finds the entry and proves that the mirrored checkpoint commits to it.
   *
   * @param maxAge the greatest age of the mirrored checkpoint
   * @throws AttestorException with {@code not_included} if it is not there, with {@code incomplete}
   *     if that cannot be said
   */
  MirroredEntry find(Settings settings, Optional<Duration> maxAge, Instant now) {
    LocalMirror mirror = mirror(settings);
    Duration age = mirror.mirrored().age(now);
    if (maxAge.isPresent() && age.compareTo(maxAge.get()) > 0) {
      throw new AttestorException(
          Failure.STALE,
          "the mirror was last confirmed " + Words.age(age) + " ago",
          "run: stella attestor sync --backend " + mirror.backend().id());
    }
    Optional<Hash> wanted = leaf.hash();
    Long number = index;
    if (number != null) {
      return new MirroredEntry(mirror, number, at(mirror, number, wanted));
    }
    Hash hash = wanted.orElseThrow(() -> usage("give --index, --entry or --leaf-hash"));
    return new MirroredEntry(mirror, search(mirror, hash), hash);
  }

  private LocalMirror mirror(Settings settings) {
    String id = backend;
    if (id == null) {
      throw usage("name the log with --backend");
    }
    Backend log = BackendReader.read(settings, id);
    return LocalMirror.open(Store.tree(settings), log)
        .orElseThrow(() ->
            new AttestorException(
                Failure.INCOMPLETE,
                "nothing of backend '" + id + "' is mirrored yet",
                "run: stella attestor sync --backend " + id));
  }

  private static Hash at(LocalMirror mirror, long index, Optional<Hash> wanted) {
    if (index < 0) {
      throw usage("--index is a number from 0");
    }
    long size = mirror.head().size();
    if (index >= size) {
      throw new AttestorException(
          Failure.INCOMPLETE,
          "the mirror of '" + mirror.backend().origin() + "' has " + size + " entries as yet",
          "run: stella attestor sync --backend " + mirror.backend().id());
    }
    Hash hash = mirror.leaf(index);
    if (wanted.isPresent() && !wanted.get().equals(hash)) {
      throw new AttestorException(
          Failure.NOT_INCLUDED,
          "entry " + index + " has the leaf hash " + hash.hex() + ", not " + wanted.get().hex(),
          "without --index the whole mirror is searched");
    }
    return hash;
  }

  private static long search(LocalMirror mirror, Hash hash) {
    LeafSearch search = new LeafSearch(mirror);
    OptionalLong found = search.find(hash, 0, search.tiles());
    if (found.isPresent()) {
      return found.getAsLong();
    }
    boolean whole = search.missing() == 0;
    throw new AttestorException(
        whole ? Failure.NOT_INCLUDED : Failure.INCOMPLETE,
        "no entry with the leaf hash "
            + hash.hex()
            + " is among the "
            + Words.count(mirror.head().size())
            + " of the mirror"
            + (whole ? "" : ", of which " + search.missing() + " tiles are not there"),
        "it may be newer than the mirror, or of another log");
  }

  private static AttestorException usage(String what) {
    return new AttestorException(Failure.CONFIGURATION, what, "see: stella attestor verify --help");
  }
}
