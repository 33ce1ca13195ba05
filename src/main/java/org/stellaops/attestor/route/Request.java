package org.stellaops.attestor.route;

import java.net.URI;
import java.util.Optional;
import org.stellaops.attestor.mirror.Wanted;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Resource;

/**
 * Something to get from a log.
 *
 * @param backend the id of the backend
 * @param resource a tile or an entry bundle; empty for the checkpoint
 * @param place a prefix to get it from instead of the backend's; empty for the backend's
 * @param pastCaches whether caches on the way are told to ask the log itself
 * @param question what a server without files is asked; empty for a file
 */
public record Request(
    String backend,
    Optional<Resource> resource,
    Optional<URI> place,
    boolean pastCaches,
    Optional<Question> question) {

  /** A file of the log. */
  public Request(
      String backend, Optional<Resource> resource, Optional<URI> place, boolean pastCaches) {
    this(backend, resource, place, pastCaches, Optional.empty());
  }

  /** The log's checkpoint. */
  public static Request checkpoint(String backend) {
    return new Request(backend, Optional.empty(), Optional.empty(), false);
  }

  /** A tile or an entry bundle. */
  public static Request of(String backend, Resource resource) {
    return new Request(backend, Optional.of(resource), Optional.empty(), false);
  }

  /** What a check waits for. */
  public static Request of(Wanted wanted) {
    return of(wanted.backend(), wanted.resource());
  }

  /** An answer of a server that computes them. */
  public static Request of(String backend, Question question) {
    return new Request(backend, Optional.empty(), Optional.empty(), false, Optional.of(question));
  }

  /** Whether this is the log's checkpoint. */
  public boolean isCheckpoint() {
    return resource.isEmpty() && question.isEmpty();
  }

  /** The path below the log's prefix. */
  public String path() {
    return question
        .map(Question::path)
        .orElseGet(() -> resource.map(Resource::path).orElse("checkpoint"));
  }

  /** What comes after the path and a question mark; empty for files. */
  public String query() {
    return question.map(Question::query).orElse("");
  }

  /** The most bytes that an honest answer can have, uncompressed. */
  public int maxBytes() {
    int most = question.map(Question::maxBytes).orElse(SignedNote.MAX_BYTES);
    return resource
        .map(r -> r instanceof EntryBundle ? EntryBundle.MAX_BYTES : r.width() * Hash.BYTES)
        .orElse(most);
  }

  /** Whether a log may have dropped this because a fuller one exists. */
  public boolean maybePromoted() {
    return resource.map(Resource::isPartial).orElse(false);
  }

  /** The same at another place, whose prefix ends in a slash. */
  public Request at(URI prefix) {
    return new Request(backend, resource, Optional.of(prefix), pastCaches, question);
  }

  /** The same from the log itself, whatever caches on the way hold. */
  public Request ofTheLogItself() {
    return new Request(backend, resource, place, true, question);
  }

  /** The full resource at the same place. */
  public Request full() {
    return new Request(backend, resource.map(Resource::full), place, pastCaches);
  }
}
