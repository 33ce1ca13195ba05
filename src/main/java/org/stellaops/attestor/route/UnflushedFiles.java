package org.stellaops.attestor.route;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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

  /** Removes and returns the files that were added so far. */
  public Collection<Resource> takeAll() {
    List<Resource> taken = new ArrayList<>();
    for (Resource next = files.poll(); next != null; next = files.poll()) {
      taken.add(next);
    }
    return taken;
  }
}
