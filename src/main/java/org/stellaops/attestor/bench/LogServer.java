package org.stellaops.attestor.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.stellaops.attestor.fakelog.RequestLog;
import org.stellaops.attestor.fakelog.TreeServer;

/**
 * A process that serves a directory until its standard input ends. It says its URL; then, for every
 * line that it reads, how many requests there were since the last one, and their paths, a line
 * each.
 */
final class LogServer {
  private LogServer() {}

  /** Takes the directory. */
  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (TreeServer server = TreeServer.start(Path.of(args[0]), 0)) {
      out.println(server.url());
      while (in.readLine() != null) {
        List<RequestLog.Request> requests = server.requests().all();
        server.requests().forget();
        StringBuilder answer = new StringBuilder().append(requests.size()).append('\n');
        requests.forEach(request -> answer.append(request.path()).append('\n'));
        out.print(answer);
        out.flush();
      }
    }
  }
}
