package org.stellaops.attestor.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.launcher.ProgramRunner.Result;
import org.stellaops.attestor.launcher.ProgramRunner.RunningProgram;

/** The launcher on its own: a script in place of Java says how it was started. */
class LauncherTest {
  @TempDir private Path directory;
  private Path home;
  private Path launcher;
  private ProgramRunner runner;

  @BeforeEach
  void installation() throws IOException {
    home = Files.createDirectories(directory.resolve("opt/stella attestor"));
    launcher = home.resolve("bin/stella");
    script(launcher, Files.readString(Path.of("bin/stella")));
    Files.writeString(home.resolve("stella-attestor.jar"), "a jar");
    Files.writeString(home.resolve("stella-attestor-readonly.jar"), "another");
    Path noFolder = Files.writeString(home.resolve("cds"), "no archive can be made here");
    runner =
        new ProgramRunner(directory)
            .with("JAVA_HOME", java("jdk", "21.0.2").toString())
            .with("XDG_CACHE_HOME", noFolder.toString());
  }

  @Test
  void passesArgumentsUnchanged() throws Exception {
    Result answer = runner.run(launcher, "attestor", "sync", "--backend", "two words", "*", "");

    assertThat(answer.out().lines())
        .containsSubsequence(
            "-cp",
            home.toRealPath().resolve("stella-attestor.jar").toString(),
            "org.stellaops.attestor.cli.main.Stella",
            "attestor",
            "sync",
            "--backend",
            "two words",
            "*",
            "");
    assertThat(answer.err()).isEmpty();
  }

  @Test
  void startsAnotherMainClassFromADirectoryBeforeTheJar() throws Exception {
    assertThat(
            runner.run(launcher, "--main", "classes", "some.Main", "mirror", "--runs", "1").out())
        .endsWith(
            "\n-cp\nclasses:%s\nsome.Main\nmirror\n--runs\n1\n"
                .formatted(home.toRealPath().resolve("stella-attestor.jar")));
  }

  @Test
  void doesNotTreatArgumentsOfAnotherMainClassAsReadOnlyCommand() throws Exception {
    assertThat(runner.run(launcher, "attestor", "verify").out()).contains("UseSerialGC");
    assertThat(runner.run(launcher, "--main", "classes", "some.Main", "verify").out())
        .doesNotContain("UseSerialGC");
  }

  @Test
  void followsChainedSymbolicLinks() throws Exception {
    Path firstLink = Files.createSymbolicLink(home.resolve("bin/near"), Path.of("stella"));
    Path secondLink = Files.createSymbolicLink(directory.resolve("far"), firstLink);

    assertThat(runner.run(secondLink, "attestor").out())
        .contains("-Dstella.home=" + home.toRealPath() + "\n");
  }

  /** Java would find no file whose name has such letters, and print question marks. */
  @Test
  void namesOutsideAsciiWorkWithoutALocale() throws Exception {
    script(
        java("real", "21.0.2").resolve("bin/java"),
        """
        #!/bin/sh
        echo "$LC_ALL"
        name=$(printf 'kit-\\303\\251')
        : >"$name"
        exec '%s/bin/java' -cp '%s' '%s' "$name"
        """
            .formatted(
                System.getProperty("java.home"),
                System.getProperty("java.class.path"),
                ExistingFile.class.getName()));
    runner.with("JAVA_HOME", directory.resolve("real").toString()).with("LC_ALL", "C");

    assertThat(runner.run(launcher, "attestor", "run").out()).isEqualTo("C.UTF-8\ntrue\n");
    runner.with("LC_ALL", "C.UTF-8").with("LANG", "en_US.ISO-8859-1");
    assertThat(runner.run(launcher, "attestor", "run").out()).isEqualTo("C.UTF-8\ntrue\n");
  }

  /** Prints whether there is a file of this name. */
  static final class ExistingFile {
    private ExistingFile() {}

    public static void main(String[] name) {
      System.out.println(new java.io.File(name[0]).exists());
    }
  }

  @Test
  void replacesItselfWithJavaSoThatSignalsReachIt() throws Exception {
    RunningProgram running = runner.start(launcher, "attestor", "run");

    assertThat(running.await().out()).startsWith("pid " + running.process().pid() + "\n");
  }

  @Test
  void returnsTheExitStatusOfTheProgram() throws Exception {
    assertThat(runner.with("STATUS", "4").run(launcher, "attestor", "run").status()).isEqualTo(4);
  }

  @Test
  void heapSizeOfTheDaemonIsConfigurable() throws Exception {
    Files.createFile(directory.resolve("-Da=b"));

    assertThat(
            runner.with("STELLA_JAVA_OPTS", "-Xmx2g -Da=*").run(launcher, "attestor", "run").out())
        .doesNotContain("TieredStopAtLevel")
        .contains("-XX:+ExitOnOutOfMemoryError\n")
        .containsSubsequence("-Xmx512m\n", "-Xmx2g\n", "-Da=*\n");
  }

  @Test
  void containerImageUsesTheSameJavaOptions() throws Exception {
    String image = Files.readString(Path.of("config/Containerfile"));

    assertThat(options(image.substring(image.indexOf("ENTRYPOINT"))))
        .isEqualTo(options(runner.run(launcher, "attestor", "run").out()))
        .contains("-Xmx512m");
  }

  /** zstd is a library of its own kind, and packs and inspects bundles. */
  @ParameterizedTest
  @ValueSource(strings = {"attestor export --all", "attestor bundles inspect kit.tar.zst"})
  void suppressesNativeAccessWarnings(String line) throws Exception {
    String option = "--enable-native-access=ALL-UNNAMED\n";

    assertThat(runner.run(launcher, line.split(" ")).out()).doesNotContain(option);
    runner.with("JAVA_HOME", java("newer", "24.0.1").toString());
    assertThat(runner.run(launcher, line.split(" ")).out()).contains(option);
  }

  private static Set<String> options(String text) {
    return Pattern.compile("-X[^\\s\",]+")
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"attestor sync-status", "attestor checkpoints list", "--help", "attestor sync -h"})
  void readOnlyCommandsUseFastStartOptions(String line) throws Exception {
    assertThat(runner.run(launcher, line.split(" ")).out())
        .contains("-XX:TieredStopAtLevel=1\n", "-XX:+UseSerialGC\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "attestor",
        "attestor sync --help",
        "attestor sync-status --backend sync",
        "attestor checkpoints list --backend all",
        "attestor tiles stats",
        "attestor --config file sync-status",
        "-o json attestor --config file backend list",
        "attestor backend list",
        "attestor evidence list",
        "attestor bundles inspect export",
        "attestor config show",
        "attestor trust show",
        "attestor verify --bundle b",
        "attestor prove a"
      })
  void readOnlyCommandsUseTheReducedClassPath(String line) throws Exception {
    assertThat(classPath(line)).endsWith("/stella-attestor-readonly.jar");
  }

  /** Names that an operator may give to a backend, a directory or a file are no commands. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "attestor run",
        "attestor demo",
        "attestor sync --backend config",
        "attestor sync --backend sync-status",
        "attestor --config sync-status sync --all",
        "attestor export --all --output bundles",
        "attestor export --backend bundles --output checkpoints list",
        "attestor import config",
        "attestor tiles verify --backend bundles",
        "attestor verify --batch file"
      })
  void commandsWithRoutesUseTheFullClassPath(String line) throws Exception {
    assertThat(classPath(line)).endsWith("/stella-attestor.jar");
  }

  private String classPath(String line) throws Exception {
    List<String> lines = runner.run(launcher, line.split(" ")).out().lines().toList();
    return lines.get(lines.indexOf("-cp") + 1);
  }

  @Test
  void worksWithoutTheReadOnlyJar() throws Exception {
    Files.delete(home.resolve("stella-attestor-readonly.jar"));

    assertThat(classPath("attestor sync-status")).endsWith("/stella-attestor.jar");
  }

  @Test
  void neverSelectsASecondGarbageCollector() throws Exception {
    assertThat(runner.with("STELLA_JAVA_OPTS", "-XX:+UseZGC").run(launcher, "--help").out())
        .doesNotContain("UseSerialGC");
  }

  /** Bars go to standard error: into no file, and to whoever sees it while the output is piped. */
  @Test
  void passesWhetherStandardErrorIsATerminal() throws Exception {
    String sync = "'" + launcher + "' attestor sync";
    Path outputFile = directory.resolve("seen.txt");

    assertThat(runner.run(launcher, "attestor", "sync").out())
        .contains("-Dstella.terminal=false\n");
    assertThat(onTerminal(sync + " 2>'" + outputFile + "'")).contains("-Dstella.terminal=false\n");
    onTerminal(sync + " </dev/null >'" + outputFile + "'");
    assertThat(outputFile).content().contains("-Dstella.terminal=true\n");
  }

  /** What a shell prints whose input and outputs are a terminal. */
  private String onTerminal(String command) throws Exception {
    Path script = Path.of("/usr/bin/script");
    assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
    assumeThat(script).as("of util-linux").isExecutable();
    return runner.run(script, "-qec", command, "/dev/null").out().replace("\r\n", "\n");
  }

  @Test
  void skipsAnOldJava() throws Exception {
    runner.with("PATH", java("new", "17.0.1") + "/bin:" + System.getenv("PATH"));

    Result answer = runner.with("JAVA_HOME", java("old", "11.0.2").toString()).run(launcher);

    assertThat(answer.status()).isZero();
    assertThat(answer.out()).contains("home " + directory.resolve("new"));
  }

  @Test
  void listsEveryJavaThatIsTooOld() throws Exception {
    Path eleven = java("eleven", "11.0.2");
    Path eight = java("eight", "1.8.0_401");
    runner.with("PATH", eight + "/bin:" + System.getenv("PATH"));

    Result answer = runner.with("JAVA_HOME", eleven.toString()).run(launcher);

    assertThat(answer.status()).isEqualTo(3);
    assertThat(answer.err())
        .contains("no Java 17 or newer", eleven + "/bin/java is version 11.0.2", "1.8.0_401")
        .contains("\nhint: install a JDK");
  }

  @Test
  void reportsADirectoryThatIsNeitherInstallationNorCheckout() throws Exception {
    Files.delete(home.resolve("stella-attestor.jar"));

    Result answer = runner.run(launcher, "--help");

    assertThat(answer.status()).isEqualTo(3);
    assertThat(answer.err()).contains("stella-attestor.jar", "pom.xml").hasLineCount(2);
  }

  /** A home of a Java that tells its process, its home and its arguments, one in a line. */
  private Path java(String name, String version) throws IOException {
    Path javaHome = directory.resolve(name);
    script(
        javaHome.resolve("bin/java"),
        """
        #!/bin/sh
        echo "pid $$"
        echo "home ${0%/bin/java}"
        for each; do printf '%s\\n' "$each"; done
        exit ${STATUS:-0}
        """);
    script(javaHome.resolve("bin/javac"), "#!/bin/sh\n");
    Files.writeString(javaHome.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return javaHome;
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
