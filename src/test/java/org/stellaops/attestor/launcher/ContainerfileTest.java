package org.stellaops.attestor.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.launcher.ProgramRunner.Result;
import org.stellaops.attestor.launcher.ProgramRunner.RunningProgram;
import org.stellaops.attestor.scenario.support.TestConfiguration;

/**
 * The commands of the container image, run without a container in directories like those of the
 * image.
 */
@Timeout(180)
class ContainerfileTest {
  private static final Path CONFIGURATION = Path.of("config/container/attestor.yaml");

  @TempDir private Path image;
  private int port;

  @Test
  void theDefaultCommandStartsTheDaemonThatTheHealthCheckFinds() throws Exception {
    port = ExtensionJarTest.freePort();
    ExtensionJarTest.programJar(Files.createDirectories(image.resolve("opt/stella-attestor")));
    Files.createDirectories(image.resolve("var/lib/stella/attestor"));
    String yaml =
        Files.readString(CONFIGURATION)
            .replaceFirst(
                "connectionString: .*",
                "connectionString: \"" + TestConfiguration.newDatabase() + '"')
            .replaceFirst("passwordEnv: .*", "")
            .replaceFirst("host: 0.0.0.0", "host: 0.0.0.0\n    port: " + port)
            .replaceAll("(baseUrl|readUrl): .*", "$1: http://127.0.0.1:1/")
            .replace("/var/lib", image + "/var/lib");
    Files.writeString(
        Files.createDirectories(image.resolve("etc/stella")).resolve("attestor.yaml"), yaml);

    assertThat(start(command("HEALTHCHECK")).await()).matches(result -> result.status() == 1);
    List<String> run =
        Stream.of("ENTRYPOINT", "CMD").flatMap(name -> command(name).stream()).toList();
    RunningProgram daemon = start(run);
    try {
      Result health = start(command("HEALTHCHECK")).await();
      while (health.status() != 0 && daemon.process().isAlive()) {
        health = start(command("HEALTHCHECK")).await();
      }
      assertThat(health.status()).as(Files.readString(daemon.err())).isZero();
      assertThat(health.err()).isEmpty();
    } finally {
      daemon.process().destroy();
      assertThat(daemon.await().status()).isIn(0, 143);
    }
  }

  @Test
  void theDefaultConfigurationListensForOtherContainersWithMetricsOnly() {
    Settings settings = new SettingsLoader(Path.of(""), Path.of("data")).load(CONFIGURATION);

    assertThat(settings.monitoring().host()).isEqualTo("0.0.0.0");
    assertThat(settings.console().enabled()).isFalse();
    assertThat(settings.backends()).hasSize(1);
  }

  /** Tags that move would make two builds of one commit differ; the runtime base has no others. */
  @Test
  void theBuildImageHasAnExactVersion() throws IOException {
    assertThat(Files.readString(Path.of("config/Containerfile")))
        .containsPattern("(?m)^ARG BUILD_IMAGE=\\S+:17\\.\\d+\\.\\d+_\\d+-jdk-\\w+$")
        .containsPattern("(?m)^ARG RUNTIME_IMAGE=gcr.io/distroless/\\S+:nonroot")
        .doesNotContainPattern("(?m)^FROM [^$]");
  }

  /** The words of an instruction in the exec form, with the paths of the directory. */
  private List<String> command(String instruction) {
    try {
      String text =
          Files.readString(Path.of("config/Containerfile"))
              .replace("\\\n", " ")
              .lines()
              .filter(line -> line.startsWith(instruction))
              .findFirst()
              .orElseThrow();
      return Stream.of(
              new ObjectMapper().readValue(text.substring(text.indexOf('[')), String[].class))
          .map(word ->
              word.replace("/usr/bin/java", System.getProperty("java.home") + "/bin/java")
                  .replace("/opt/", image + "/opt/")
                  .replace("/etc/", image + "/etc/")
                  .replace(":9464", ":" + port))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RunningProgram start(List<String> words) throws IOException {
    String[] arguments = words.subList(1, words.size()).toArray(String[]::new);
    return new ProgramRunner(image).start(Path.of(words.get(0)), arguments);
  }
}
