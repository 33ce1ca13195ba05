package org.stellaops.attestor.postgres.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Counts the users of the server of a data directory with file locks on two bytes. Byte 0 is locked
 * exclusively while a user starts, joins, leaves or stops the server. Byte 1 is locked shared by
 * every user; a user that can lock it exclusively is the only one.
 *
 * <p>The kernel releases the locks of a killed process. File locks belong to the process, so all
 * users in one process share one channel.
 */
final class ServerLease {
  private static final Map<Path, ServerLease> LEASES = new HashMap<>();
  private static final long GATE = 0;
  private static final long LEASE = 1;

  private final FileChannel channel;
  private @Nullable FileLock sharedLock;
  private int userCount;

  private ServerLease(FileChannel channel) {
    this.channel = channel;
  }

  /** The action of a new user, called with byte 0 locked. */
  interface AcquireAction<T> {
    T run(boolean isOnlyUser) throws IOException;
  }

  /** The action of the last user, called with byte 0 locked. */
  interface ReleaseAction {
    void run() throws IOException;
  }

  /** Adds a user, unless its action throws. */
  static <T> T acquire(Path file, AcquireAction<T> action) throws IOException {
    synchronized (LEASES) {
      ServerLease lease = LEASES.get(file);
      if (lease == null) {
        lease = new ServerLease(open(file));
        LEASES.put(file, lease);
      }
      FileLock gateLock = lease.lockGate(file);
      try {
        T result = action.run(lease.userCount == 0 && lease.isOnlyUser());
        if (lease.userCount == 0) {
          lease.sharedLock = lease.channel.lock(LEASE, 1, true);
        }
        lease.userCount++;
        return result;
      } finally {
        gateLock.release();
        lease.closeIfUnused(file);
      }
    }
  }

  /** Removes a user; the last one runs the action. */
  static void release(Path file, ReleaseAction action) throws IOException {
    // waiting for a lock while interrupted would close the channel and release every lock
    boolean interrupted = Thread.interrupted();
    try {
      synchronized (LEASES) {
        ServerLease lease = Objects.requireNonNull(LEASES.get(file), "acquired before");
        FileLock gateLock = lease.lockGate(file);
        try {
          lease.userCount--;
          if (lease.userCount == 0) {
            Objects.requireNonNull(lease.sharedLock).release();
            if (lease.isOnlyUser()) {
              action.run();
            }
          }
        } finally {
          gateLock.release();
          lease.closeIfUnused(file);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private FileLock lockGate(Path file) throws IOException {
    try {
      return channel.lock(GATE, 1, false);
    } catch (IOException e) {
      closeIfUnused(file);
      throw e;
    }
  }

  private boolean isOnlyUser() throws IOException {
    try (FileLock exclusiveLock = channel.tryLock(LEASE, 1, false)) {
      return exclusiveLock != null;
    }
  }

  private void closeIfUnused(Path file) throws IOException {
    if (userCount == 0) {
      LEASES.remove(file);
      channel.close();
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }
}
