package org.stellaops.attestor.postgres;

import java.io.IOException;
import java.nio.file.Path;

/** A process that has a lease on a server which nobody else can see. */
final class LeaseKeeper {
  private LeaseKeeper() {}

  public static void main(String[] arguments) throws IOException {
    ServerLease.enter(Path.of(arguments[0]), alone -> alone);
    System.out.println("in");
    System.in.readAllBytes();
  }
}
