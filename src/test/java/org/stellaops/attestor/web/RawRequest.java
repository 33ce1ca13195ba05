package org.stellaops.attestor.web;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A request as any program can send it, with headers that Java's own client does not set.
 *
 * @param line the request line without version: {@code GET /metrics}
 * @param headers {@code name: value}
 */
public record RawRequest(String line, List<String> headers, String body) {
  /** Sends it to the loopback address and returns the response. */
  public Response send(int port) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        line
            + " HTTP/1.1\r\nConnection: close\r\nContent-Length: "
            + bytes.length
            + "\r\n"
            + (headers.isEmpty() ? "" : String.join("\r\n", headers) + "\r\n")
            + "\r\n";
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write(bytes);
      return new Response(
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** Everything that the server sent. */
  public record Response(String text) {
    public int status() {
      return Integer.parseInt(text.split(" ", 3)[1]);
    }

    /** The first header of this name. */
    public Optional<String> header(String name) {
      return text.lines()
          .takeWhile(header -> !header.isEmpty())
          .filter(header -> header.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(header -> header.substring(name.length() + 1).strip())
          .findFirst();
    }
  }
}
