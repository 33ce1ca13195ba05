package org.stellaops.attestor.mirror;

/**
 * Verified files that wait, out of sight, until all of them are there. They can be taken into the
 * mirror or dropped, and a process that is killed before has changed nothing.
 *
 * <p>Every method throws {@link org.stellaops.attestor.failure.AttestorException} with {@code disk}
 * when the file system refuses.
 */
public interface StagedFiles extends AutoCloseable {
  /** Keeps a file; many threads may. */
  void write(VerifiedFile file);

  /**
   * Moves all files to their places, durably. Each is whole at every moment; a process that is
   * killed within leaves some of them, which are as good as any that was downloaded.
   */
  void publish();

  /** Drops what was not published. */
  @Override
  void close();
}
