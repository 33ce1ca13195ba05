package org.stellaops.attestor.postgres;

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
 * Who uses the server of a data directory, told by locks on two bytes of one file. Byte 0 is the
 * gate: whoever starts, joins, leaves or stops holds it alone for that moment. Byte 1 is the lease:
 * every user holds a share of it. Whoever can have it whole is alone.
 *
 * <p>The kernel keeps the locks, so a process that is killed holds none. It keeps them for the
 * whole process, so all users in one share one channel.
 */
final class ServerLease {
  private static final Map<Path, ServerLease> OF_THIS_PROCESS = new HashMap<>();
  private static final long GATE = 0;
  private static final long LEASE = 1;

  private final FileChannel channel;
  private @Nullable FileLock share;
  private int users;

  private ServerLease(FileChannel channel) {
    this.channel = channel;
  }

  /** What a new user does at the gate, knowing whether there is any other. */
  interface Arrival<T> {
    T arrive(boolean alone) throws IOException;
  }

  /** What the last user does at the gate. */
  interface Departure {
    void depart() throws IOException;
  }

  /** Becomes a user, if the arrival throws nothing. */
  static <T> T enter(Path file, Arrival<T> arrival) throws IOException {
    synchronized (OF_THIS_PROCESS) {
      ServerLease lease = OF_THIS_PROCESS.get(file);
      if (lease == null) {
        lease = new ServerLease(open(file));
        OF_THIS_PROCESS.put(file, lease);
      }
      FileLock gate = lease.gate(file);
      try {
        T result = arrival.arrive(lease.users == 0 && lease.alone());
        if (lease.users == 0) {
          lease.share = lease.channel.lock(LEASE, 1, true);
        }
        lease.users++;
        return result;
      } finally {
        gate.release();
        lease.closeIfUnused(file);
      }
    }
  }

  /** Ceases to be a user; the last one of all still does {@code last} at the gate. */
  static void leave(Path file, Departure last) throws IOException {
    // waiting for a lock with the flag set would close the channel and drop every lock
    boolean interrupted = Thread.interrupted();
    try {
      synchronized (OF_THIS_PROCESS) {
        ServerLease lease = Objects.requireNonNull(OF_THIS_PROCESS.get(file), "entered before");
        FileLock gate = lease.gate(file);
        try {
          lease.users--;
          if (lease.users == 0) {
            Objects.requireNonNull(lease.share).release();
            if (lease.alone()) {
              last.depart();
            }
          }
        } finally {
          gate.release();
          lease.closeIfUnused(file);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private FileLock gate(Path file) throws IOException {
    try {
      return channel.lock(GATE, 1, false);
    } catch (IOException e) {
      closeIfUnused(file);
      throw e;
    }
  }

  private boolean alone() throws IOException {
    try (FileLock whole = channel.tryLock(LEASE, 1, false)) {
      return whole != null;
    }
  }

  private void closeIfUnused(Path file) throws IOException {
    if (users == 0) {
      OF_THIS_PROCESS.remove(file);
      channel.close();
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }
}
