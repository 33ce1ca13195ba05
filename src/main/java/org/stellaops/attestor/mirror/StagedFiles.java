package org.stellaops.attestor.mirror;

/**
 * Verified files of an import that are not visible in the mirror until all of them are there. They
 * are published together or dropped. A process that is killed before publishing has not changed the
 * mirror.
 *
 * <p>Every method throws {@link org.stellaops.attestor.failure.AttestorException} with {@code disk}
 * if the file system reports an error.
 */
public interface StagedFiles extends AutoCloseable {
  /** Writes a file. May be called by many threads. */
  void write(VerifiedFile file);

  /**
   * Moves all files into the mirror, durably. Each file is complete at every moment. If the process
   * is killed meanwhile, some of the files are in the mirror; they are verified, like downloaded
   * ones.
   */
  void publish();

  /** Deletes the files that were not published. */
  @Override
  void close();
}
