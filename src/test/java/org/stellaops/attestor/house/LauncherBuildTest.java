package org.stellaops.attestor.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.house.Shell.Answer;
import org.stellaops.attestor.house.Shell.Running;

/** The launcher in a checkout: a script in place of Maven counts the builds. */
class LauncherBuildTest {
  private static final String MAVEN =
      """
      echo "built with $*" >> builds.txt
      echo 'a jar' > target/stella-attestor.jar
      echo 'another' > target/stella-attestor-looking.jar
      """;

  @TempDir private Path folder;
  private Path checkout;
  private Path launcher;
  private Path jar;
  private Shell shell;

  @BeforeEach
  void checkout() throws IOException {
    checkout = folder.resolve("my checkout");
    launcher = checkout.resolve("bin/stella");
    jar = checkout.resolve("target/stella-attestor.jar");
    script(launcher, Files.readString(Path.of("bin/stella")));
    script(folder.resolve("jdk/bin/java"), "#!/bin/sh\necho started\n");
    script(folder.resolve("jdk/bin/javac"), "#!/bin/sh\n");
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"17\"\n");
    Files.createDirectories(checkout.resolve("src/main/java"));
    Files.writeString(checkout.resolve("src/main/java/Some.java"), "class Some {}");
    Files.writeString(checkout.resolve("pom.xml"), "<project/>");
    maven(MAVEN);
    shell = new Shell(folder).with("JAVA_HOME", folder.resolve("jdk").toString());
  }

  @Test
  void theFirstUseBuildsAndSaysSo() throws Exception {
    Answer answer = start().answer();

    assertThat(answer.err()).isEqualTo("Building Stella Attestor (first use) …\n");
    assertThat(answer.out()).isEqualTo("started\n");
    assertThat(checkout.resolve("builds.txt"))
        .hasContent("built with -q -B -Dmaven.test.skip=true -P !strict package");
  }

  @Test
  void theSecondUseOnlyStarts() throws Exception {
    start().answer();

    assertThat(start().answer()).isEqualTo(new Answer(0, "started\n", ""));
  }

  @Test
  void aSourceThatIsNewerThanTheBuildIsBuilt() throws Exception {
    start().answer();
    Files.setLastModifiedTime(jar, FileTime.fromMillis(0));

    assertThat(start().answer().err())
        .isEqualTo("Building Stella Attestor (sources have changed) …\n");
    assertThat(start().answer().err()).isEmpty();
  }

  @Test
  void aSourceThatChangesDuringTheBuildIsBuiltNextTime() throws Exception {
    maven(MAVEN + "touch -d '1 hour' src/main/java/Some.java; touch -d '2 hours' target/*.jar\n");
    start().answer();

    assertThat(start().answer().err()).contains("sources have changed");
  }

  @Test
  void aProgramThatRunsKeepsTheJarThatItStartedFrom() throws Exception {
    start().answer();
    Object running = Files.readAttributes(jar, "unix:ino").get("ino");
    Path held = Files.createLink(folder.resolve("held"), jar);
    Files.setLastModifiedTime(jar, FileTime.fromMillis(0));

    start().answer();

    assertThat(Files.readAttributes(held, "unix:ino").get("ino")).isEqualTo(running);
    assertThat(Files.isSameFile(held, jar)).isFalse();
  }

  @Test
  void twoFirstUsesAtOnceBuildOnce() throws Exception {
    shell.run(Path.of("mkfifo"), checkout.resolve("go-on").toString());
    maven("read line < go-on\n" + MAVEN);

    Running first = start();
    Running second = start();
    Files.writeString(checkout.resolve("go-on"), "now\n");

    assertThat(first.answer().out()).isEqualTo("started\n");
    assertThat(second.answer().out()).isEqualTo("started\n");
    assertThat(checkout.resolve("builds.txt")).content().hasLineCount(1);
  }

  @Test
  void aBuildThatFailsShowsTheEndOfItsLogAndWhereItIs() throws Exception {
    maven("echo 'cannot reach the registry'; exit 1\n");

    Answer answer = start().answer();

    assertThat(answer.status()).isEqualTo(3);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err())
        .contains("cannot reach the registry\n", "stella: the build failed\n", "target/build.log");
  }

  @Test
  void aBuildThatFailedIsTriedAgain() throws Exception {
    maven("exit 1\n");
    start().answer();
    maven(MAVEN);

    assertThat(start().answer().out()).isEqualTo("started\n");
  }

  @Test
  void jarsOfABuildThatDidNotEndAreNotUsed() throws Exception {
    maven(MAVEN + "exit 1\n");
    start().answer();
    maven(MAVEN);

    assertThat(start().answer().err()).contains("Building Stella Attestor");
    assertThat(start().answer()).isEqualTo(new Answer(0, "started\n", ""));
  }

  @Test
  void aJarThatIsMissingIsBuilt() throws Exception {
    start().answer();
    Files.delete(checkout.resolve("target/stella-attestor-looking.jar"));

    assertThat(start().answer().err()).contains("Building Stella Attestor");
  }

  @Test
  void withoutACompilerThereIsNoBuild() throws Exception {
    Files.delete(folder.resolve("jdk/bin/javac"));

    Answer answer = start().answer();

    assertThat(answer.status()).isEqualTo(3);
    assertThat(answer.err()).startsWith("stella: building needs a JDK").contains("\nhint: ");
  }

  private Running start() throws IOException {
    return shell.start(launcher, "attestor", "run");
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
