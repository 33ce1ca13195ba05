package org.stellaops.attestor.postgres.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** A process that uses the embedded server until its input ends, or until it is killed. */
final class EmbeddedServerUser {
  private EmbeddedServerUser() {}

  public static void main(String[] arguments) throws IOException {
    try (EmbeddedServer server = EmbeddedServer.open(Path.of(arguments[0]))) {
      System.out.println("in " + server.connectionString().location());
      System.in.readAllBytes();
    }
  }
}
