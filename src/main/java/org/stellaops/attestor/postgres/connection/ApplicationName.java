package org.stellaops.attestor.postgres.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Identifies this process in {@code pg_stat_activity}. */
final class ApplicationName {
  private ApplicationName() {}

  /** {@code host:pid}. */
  static String hostAndPid() {
    return host() + ":" + ProcessHandle.current().pid();
  }

  private static String host() {
    try {
      // the resolver could take seconds if DNS is broken
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException notLinux) {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        return "localhost";
      }
    }
  }
}
