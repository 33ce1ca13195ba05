package org.stellaops.attestor.scenario.airgap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.FileArrival.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.app.RunMode;
import org.stellaops.attestor.route.MutableClock;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.testlog.FakeLog;

/** Another user of the machine may write into the inbox, and does. */
class HostileInboxTest {
  @TempDir private Path directory;
  private final MutableClock clock = new MutableClock(Instant.now());
  private AirGapFixture airGap;
  private Path inbox;
  private Path outside;
  private Path kit;

  @BeforeEach
  void setUp() throws IOException {
    FakeLog log = FakeLog.named("hostile.example/log").grow(300);
    inbox = Files.createDirectories(directory.resolve("inbox"));
    outside = Files.createDirectories(directory.resolve("outside"));
    Files.writeString(outside.resolve("key"), "the daemon's key\n");
    permit(directory, "rwx--x--x");
    permit(outside, "rwx------");
    permit(inbox, "rwxrwxrwx");
    airGap =
        AirGapFixture.of(
            directory,
            log,
            MirrorUnderTest.of(directory.resolve("isolated"), log, AirGapFixture.UNREACHABLE)
                .mode(RunMode.QUIET_DAEMON)
                .clock(clock)
                .sync("enabled", "false")
                .airGap("inbox", '"' + inbox.toString() + '"')
                .airGap("inboxInterval", "100ms"));
    Path exported = airGap.export(airGap.everything("kit.tar.gz")).get(0);
    kit = Files.copy(exported, directory.resolve("kit.tar.gz"));
    permit(kit, "rw-r--r--");
    await(inbox.resolve("refused"));
  }

  @AfterEach
  void tearDown() throws IOException {
    airGap.close();
    Path closed = inbox.resolve("closed-directory.tar.gz");
    if (Files.isDirectory(closed, LinkOption.NOFOLLOW_LINKS)) {
      permit(closed, "rwx------");
    }
  }

  @Test
  void importsGoodBundlesBesideEveryHostileDropAndChangesNothingOutside() throws Exception {
    for (HostileDrop drop : HostileDrop.KINDS) {
      drop.run(inbox, kit, outside);
    }
    requireGoodImport("zz0.tar.gz");
    clock.move(Duration.ofHours(1));
    requireGoodImport("zz1.tar.gz");
    clock.move(Duration.ofHours(1));
    requireGoodImport("zz2.tar.gz");
    requireGoodImport("zz3.tar.gz");

    for (HostileDrop drop : HostileDrop.KINDS) {
      requireEnd(drop);
    }
    assertThat(refusedFor("its name has ")).hasSizeGreaterThanOrEqualTo(5);
    assertThat(Files.getLastModifiedTime(outside.resolve("key")).toInstant())
        .isBefore(Instant.now());
    assertThat(outside.resolve("key")).hasContent("the daemon's key\n");
    assertThat(outside.toFile().list()).containsExactly("key");
    long waiting =
        HostileDrop.KINDS.stream().filter(drop -> drop.end() == HostileDrop.End.WAITS).count();
    assertThat(airGap.isolated().meter("attestor_bundle_inbox_waiting"))
        .isGreaterThanOrEqualTo(waiting);
    assertThat(
            airGap
                .isolated()
                .query(
                    "select file from bundles where outcome = 'bad_bundle' and file not like"
                        + " '%many%'"))
        .doesNotHaveDuplicates();
  }

  @Test
  void usesNoFolderThatIsALink() throws Exception {
    new HostileDrop(
            "folders", HostileDrop.End.ANY, "mv refused old; ln -s $OUT refused; echo x >evil.tgz")
        .run(inbox, kit, outside);
    requireGoodImport("aa.tar.gz");
    clock.move(Duration.ofHours(1));
    requireGoodImport("zz.tar.gz");

    assertThat(inbox.resolve("evil.tgz")).exists();
    assertThat(outside.toFile().list()).containsExactly("key");
    assertThat(airGap.isolated().query("select outcome from bundles where file like '%/evil%'"))
        .hasSize(1);

    Files.delete(inbox.resolve("refused"));
    await(inbox.resolve("refused/evil.tgz"));
    assertThat(airGap.isolated().query("select outcome from bundles where file like '%/evil%'"))
        .hasSize(1);

    new HostileDrop("folders", HostileDrop.End.ANY, "mv imported old2; ln -s $OUT imported")
        .run(inbox, kit, outside);
    drop("cc.tar.gz");
    clock.move(Duration.ofHours(1));
    drop("dd.tar.gz");
    await(inbox.resolve("cc.tar.gz"));
    Files.delete(inbox.resolve("imported"));
    await(inbox.resolve("imported/cc.tar.gz"));
    assertThat(outside.toFile().list()).containsExactly("key");
  }

  private void requireGoodImport(String name) throws IOException {
    drop(name);
    await(inbox.resolve("imported").resolve(name));
  }

  private void drop(String name) throws IOException {
    Path temporary = Files.copy(kit, inbox.resolve("." + name));
    Files.move(temporary, inbox.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private void requireEnd(HostileDrop drop) {
    Map<HostileDrop.End, Path> places =
        Map.of(
            HostileDrop.End.WAITS, inbox,
            HostileDrop.End.REFUSED, inbox.resolve("refused"),
            HostileDrop.End.IMPORTED, inbox.resolve("imported"));
    Path place = places.get(drop.end());
    if (place != null) {
      assertThat(Files.exists(place.resolve(drop.file()), LinkOption.NOFOLLOW_LINKS))
          .as(drop.toString())
          .isTrue();
    }
  }

  private List<Path> refusedFor(String reason) throws IOException {
    try (var files = Files.list(inbox.resolve("refused"))) {
      return files
          .filter(file -> file.toString().endsWith(".report.json"))
          .filter(file -> read(file).contains(reason))
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
