package org.stellaops.attestor.benchmark.mirror;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.stellaops.attestor.benchmark.measure.MeasuredProcess;
import org.stellaops.attestor.benchmark.measure.ResourceUsage;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * {@code curl --parallel}, which fetches a list of files as fast as it can and checks nothing.
 *
 * @param connections how many at once
 */
public record Curl(int connections) {

  /**
   * What {@code curl --version} says first, as {@code curl 7.88.1}.
   *
   * @throws AttestorException with {@code configuration} if there is no curl
   */
  public static String version() throws IOException {
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
    String[] parts = text.split("\\s+", 3);
    return parts[0] + " " + parts[1];
  }

  /** Fetches files from below a URL into a directory. */
  public ResourceUsage fetch(URI url, List<String> paths, Path directory)
      throws IOException, InterruptedException {
    StringBuilder files = new StringBuilder();
    for (String path : paths) {
      files.append("url = \"").append(url).append(path).append("\"\n");
      files.append("output = \"").append(directory.resolve(path)).append("\"\n");
    }
    Path list = Files.writeString(siblingFile(directory, ".list"), files);
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
    Path output = siblingFile(directory, ".said");
    return new MeasuredProcess(command, Map.of(), output, output).run();
  }

  private static Path siblingFile(Path directory, String suffix) {
    return directory.resolveSibling(directory.getFileName() + suffix);
  }
}
