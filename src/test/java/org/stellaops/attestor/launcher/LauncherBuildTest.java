package org.stellaops.attestor.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.launcher.ProgramRunner.Result;
import org.stellaops.attestor.launcher.ProgramRunner.RunningProgram;

/** The launcher in a checkout: a script in place of Maven counts the builds. */
class LauncherBuildTest {
  private static final String MAVEN =
      """
      echo "built with $*" >> builds.txt
      echo 'a jar' > target/stella-attestor.jar
      echo 'another' > target/stella-attestor-readonly.jar
      """;

  @TempDir private Path directory;
  private Path checkout;
  private Path launcher;
  private Path jar;
  private ProgramRunner runner;

  @BeforeEach
  void checkout() throws IOException {
    checkout = directory.resolve("my checkout");
    launcher = checkout.resolve("bin/stella");
    jar = checkout.resolve("target/stella-attestor.jar");
    script(launcher, Files.readString(Path.of("bin/stella")));
    script(directory.resolve("jdk/bin/java"), "#!/bin/sh\necho started\n");
    script(directory.resolve("jdk/bin/javac"), "#!/bin/sh\n");
    Files.writeString(directory.resolve("jdk/release"), "JAVA_VERSION=\"17\"\n");
    Files.createDirectories(checkout.resolve("src/main/java"));
    Files.writeString(checkout.resolve("src/main/java/Some.java"), "class Some {}");
    Files.writeString(checkout.resolve("pom.xml"), "<project/>");
    maven(MAVEN);
    runner = new ProgramRunner(directory).with("JAVA_HOME", directory.resolve("jdk").toString());
  }

  @Test
  void firstUseBuildsAndReportsIt() throws Exception {
    Result result = start().await();

    assertThat(result.err().lines())
        .containsExactly(
            "Building Stella Attestor (first use) …",
            "The libraries are downloaded once, which can take minutes; details: "
                + checkout.toRealPath().resolve("target/build.log"));
    assertThat(result.out()).isEqualTo("started\n");
    assertThat(checkout.resolve("builds.txt"))
        .hasContent(
            "built with -B -Dmaven.test.skip=true"
                + " -Dmaven.compiler.useIncrementalCompilation=true -P !strict package");
  }

  /** Ten seconds pass at once here. */
  @Test
  void longBuildReportsProgressAndFillsItsLog() throws Exception {
    runner.run(Path.of("mkfifo"), checkout.resolve("go-on").toString());
    script(directory.resolve("clock/sleep"), "#!/bin/sh\nexec /bin/sleep 0.05\n");
    runner.with("PATH", directory.resolve("clock") + ":" + System.getenv("PATH"));
    maven(
        """
        echo '[INFO] Downloaded from central: https://example.org/one.jar'
        echo '[INFO] Downloaded from central: https://example.org/two.jar'
        echo '[INFO] --- compiler:3.14.0:compile (default-compile) @ stella-attestor ---'
        read line < go-on
        """
            + MAVEN);

    RunningProgram first = start();
    String progress = "\n  20s: 2 files downloaded, now: compiler\n";
    while (!Files.readString(first.err()).contains(progress)) {
      assertThat(first.process().isAlive()).as(Files.readString(first.err())).isTrue();
      Thread.onSpinWait();
    }
    assertThat(checkout.resolve("target/build.log")).content().contains("two.jar");
    Files.writeString(checkout.resolve("go-on"), "now\n");

    assertThat(first.await().status()).isZero();
  }

  @Test
  void secondUseDoesNotBuild() throws Exception {
    start().await();

    assertThat(start().await()).isEqualTo(new Result(0, "started\n", ""));
  }

  @Test
  void rebuildsWhenASourceIsNewer() throws Exception {
    start().await();
    Files.setLastModifiedTime(jar, FileTime.fromMillis(0));

    assertThat(start().await().err())
        .isEqualTo("Building Stella Attestor (sources have changed) …\n");
    assertThat(start().await().err()).isEmpty();
  }

  @Test
  void rebuildsASourceThatChangedDuringTheBuild() throws Exception {
    maven(MAVEN + "touch -d '1 hour' src/main/java/Some.java; touch -d '2 hours' target/*.jar\n");
    start().await();

    assertThat(start().await().err()).contains("sources have changed");
  }

  @Test
  void runningProgramKeepsItsJar() throws Exception {
    start().await();
    Object running = Files.readAttributes(jar, "unix:ino").get("ino");
    Path oldJarLink = Files.createLink(directory.resolve("held"), jar);
    Files.setLastModifiedTime(jar, FileTime.fromMillis(0));

    start().await();

    assertThat(Files.readAttributes(oldJarLink, "unix:ino").get("ino")).isEqualTo(running);
    assertThat(Files.isSameFile(oldJarLink, jar)).isFalse();
  }

  @Test
  void concurrentFirstUsesBuildOnce() throws Exception {
    runner.run(Path.of("mkfifo"), checkout.resolve("go-on").toString());
    maven("read line < go-on\n" + MAVEN);

    RunningProgram first = start();
    RunningProgram second = start();
    Files.writeString(checkout.resolve("go-on"), "now\n");

    assertThat(first.await().out()).isEqualTo("started\n");
    assertThat(second.await().out()).isEqualTo("started\n");
    assertThat(checkout.resolve("builds.txt")).content().hasLineCount(1);
  }

  @Test
  void failedBuildPrintsTheEndAndPathOfItsLog() throws Exception {
    maven("echo 'cannot reach the registry'; exit 1\n");

    Result result = start().await();

    assertThat(result.status()).isEqualTo(3);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .contains("cannot reach the registry\n", "stella: the build failed\n", "target/build.log");
  }

  @Test
  void retriesAFailedBuild() throws Exception {
    maven("exit 1\n");
    start().await();
    maven(MAVEN);

    assertThat(start().await().out()).isEqualTo("started\n");
  }

  @Test
  void ignoresJarsOfAnInterruptedBuild() throws Exception {
    maven(MAVEN + "exit 1\n");
    start().await();
    maven(MAVEN);

    assertThat(start().await().err()).contains("Building Stella Attestor");
    assertThat(start().await()).isEqualTo(new Result(0, "started\n", ""));
  }

  @Test
  void rebuildsAMissingJar() throws Exception {
    start().await();
    Files.delete(checkout.resolve("target/stella-attestor-readonly.jar"));

    assertThat(start().await().err()).contains("Building Stella Attestor");
  }

  @Test
  void requiresACompilerToBuild() throws Exception {
    Files.delete(directory.resolve("jdk/bin/javac"));

    Result result = start().await();

    assertThat(result.status()).isEqualTo(3);
    assertThat(result.err()).startsWith("stella: building needs a JDK").contains("\nhint: ");
  }

  private RunningProgram start() throws IOException {
    return runner.start(launcher, "attestor", "run");
  }

  private void maven(String text) throws IOException {
    script(checkout.resolve("mvnw"), text);
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
