package org.stellaops.attestor.route;

import java.util.Collection;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.stellaops.attestor.tlog.Resource;

/**
 * Verified files that may not survive a power failure yet, to be flushed to disk together. Safe for
 * many threads.
 */
public final class UnflushedFiles {
  private final Queue<Resource> files = new ConcurrentLinkedQueue<>();

  /** Adds a file that was written, or that was found and may not have been flushed. */
  public void add(Resource file) {
    files.add(file);
  }

  public Collection<Resource> takeAll() {
    return Stream.generate(files::poll).takeWhile(Objects::nonNull).toList();
  }
}
