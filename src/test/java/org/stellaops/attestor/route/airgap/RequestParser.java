package org.stellaops.attestor.route.airgap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the content of a request from memory, for fuzzing. */
public final class RequestParser {
  private RequestParser() {}

  /** Reads a request, by way of a file. */
  public static void read(byte[] content) throws IOException {
    Path file = Files.createTempFile("request", ".yaml");
    try {
      ExportRequestFile.read(Files.write(file, content));
    } finally {
      Files.delete(file);
    }
  }
}
