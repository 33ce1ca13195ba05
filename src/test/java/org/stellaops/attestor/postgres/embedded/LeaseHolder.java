package org.stellaops.attestor.postgres.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** A process that has a lease on a server which nobody else can see. */
final class LeaseHolder {
  private LeaseHolder() {}

  public static void main(String[] arguments) throws IOException {
    ServerLease.acquire(Path.of(arguments[0]), isOnlyUser -> isOnlyUser);
    System.out.println("in");
    System.in.readAllBytes();
  }
}
