package org.stellaops.attestor.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * {@code curl --parallel}, which fetches a list of files as fast as it can and checks nothing.
 *
 * @param connections how many at once
 */
record Curl(int connections) {

  /**
   * What {@code curl --version} says first, as {@code curl 7.88.1}.
   *
   * @throws AttestorException with {@code configuration} if there is no curl
   */
  static String version() throws IOException {
    Process process;
    try {
      process = new ProcessBuilder("curl", "--version").redirectError(Redirect.DISCARD).start();
    } catch (IOException e) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "curl is missing, beside which the mirror is measured",
          "install curl 7.66 or newer, which know --parallel",
          e);
    }
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String[] words = text.split("\\s+", 3);
    return words[0] + " " + words[1];
  }

  /** Fetches files from below a URL into a directory. */
  Usage fetch(URI url, List<String> paths, Path directory)
      throws IOException, InterruptedException {
    StringBuilder files = new StringBuilder();
    for (String path : paths) {
      files.append("url = \"").append(url).append(path).append("\"\n");
      files.append("output = \"").append(directory.resolve(path)).append("\"\n");
    }
    Path list = Files.writeString(beside(directory, ".list"), files);
    List<String> command =
        List.of(
            "curl",
            "--parallel",
            "--parallel-max",
            Integer.toString(connections),
            "--silent",
            "--show-error",
            "--fail",
            "--create-dirs",
            "--config",
            list.toString());
    Path said = beside(directory, ".said");
    return new Program(command, Map.of(), said, said).run();
  }

  private static Path beside(Path directory, String suffix) {
    return directory.resolveSibling(directory.getFileName() + suffix);
  }
}
