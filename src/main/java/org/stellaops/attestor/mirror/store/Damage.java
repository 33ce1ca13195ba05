package org.stellaops.attestor.mirror.store;

import java.time.Instant;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.failure.Labeled;

/**
 * Files of a mirror that are not on disk although the database says so.
 *
 * @param kind what is wrong
 * @param problem one sentence for the operator
 * @param from first entry whose files are missing; 0 if the kind needs an adoption
 * @param to entry after the last of them; 0 if the kind needs an adoption
 * @param foundAt when it was found
 */
public record Damage(Kind kind, String problem, long from, long to, Instant foundAt) {
  /** What is wrong. */
  public enum Kind implements Labeled {
    /** The directory has another store identity, or none. */
    OTHER_DIRECTORY,
    /** The published checkpoint is ahead of the database. */
    OLDER_DATABASE,
    /** Files are missing, or have the wrong length. */
    MISSING_FILES,
    /** The content of an entry bundle does not match its tile. */
    DAMAGED_FILES
  }

  /** Whether an operator must accept the directory first; if not, files can be restored. */
  public boolean needsAdoption() {
    return kind == Kind.OTHER_DIRECTORY || kind == Kind.OLDER_DATABASE;
  }

  /** Whether the other is the same, found at another time. */
  public boolean isSame(Damage other) {
    return kind == other.kind
        && problem.equals(other.problem)
        && from == other.from
        && to == other.to;
  }

  /**
   * The command that heals the mirror.
   *
   * @param backend its id
   * @param connected whether this process may fetch from logs; if not, bundles are imported
   */
  public String next(String backend, boolean connected) {
    if (needsAdoption()) {
      String adopt = "stella attestor tiles adopt --backend " + backend;
      return kind == Kind.OLDER_DATABASE
          ? adopt
          : "mount the right disk, or accept this directory: " + adopt;
    }
    if (backend.contains("/") && connected) {
      return "stella attestor tiles verify --repair --backend " + backend;
    }
    return connected
        ? "stella attestor sync --full-tiles --backend " + backend
        : "import a bundle that has the entries %d to %d; on the exporting side: stella attestor export --since %d --backend %s"
            .formatted(from, to - 1, from, backend);
  }

  /** The failure {@code damaged} with this problem and the next command. */
  public AttestorException exception(String backend, boolean connected) {
    return new AttestorException(
        Failure.DAMAGED,
        "the mirror of '" + backend + "' is damaged: " + problem,
        connected && kind != Kind.OTHER_DIRECTORY
            ? "run: " + next(backend, connected)
            : next(backend, connected));
  }
}
