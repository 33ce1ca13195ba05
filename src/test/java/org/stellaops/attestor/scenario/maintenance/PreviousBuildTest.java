package org.stellaops.attestor.scenario.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.connectionstring.ConnectionTarget;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.store.StoredEvidence;
import org.stellaops.attestor.postgres.CheckpointSchema;
import org.stellaops.attestor.postgres.TestDatabase;
import org.stellaops.attestor.postgres.connection.Database;
import org.stellaops.attestor.postgres.connection.Sql;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.route.airgap.ExportRequest;
import org.stellaops.attestor.route.airgap.ImportRequest;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.testlog.RequestLog;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * A mirror directory, a database and bundles that the previous build wrote are read by this one;
 * {@code src/test/resources/previous-build/README.md} says how they were made.
 */
class PreviousBuildTest {
  private static final Path FILES = Path.of("src/test/resources/previous-build");
  private static final String LAST_MIGRATION = "8";

  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named("log.example/tiled").grow(600).grow(100);
  private final FakeLog frozen = FakeLog.named("log.example/frozen").grow(51);
  private final FakeLog forked = FakeLog.named("log.example/forked").grow(50);
  private final ConnectionTarget connection = TestDatabase.emptyDatabase();
  private final Database database =
      Database.direct(connection, TestDatabase.SCHEMA, "previous build");
  private FakeLogServer server;
  private TestConfiguration configuration;

  @BeforeEach
  void restore() throws IOException, SQLException {
    server = FakeLogServer.start(log);
    configuration =
        following(directory)
            .database(TestConfiguration.connectionStringWithPassword(connection))
            .follow("frozen", frozen, AirGapFixture.UNREACHABLE)
            .follow("forked", forked, AirGapFixture.UNREACHABLE);
    copy(FILES.resolve("tiles"), directory.resolve("tiles"));
    TestDatabase.execute(database, "create schema " + TestDatabase.SCHEMA);
    Flyway.configure()
        .dataSource(database.directDataSource())
        .defaultSchema(TestDatabase.SCHEMA)
        .locations("classpath:db/migration")
        .target(MigrationVersion.fromVersion(LAST_MIGRATION))
        .load()
        .migrate();
    // the previous build's own checksums of its migrations, which the next migration compares
    TestDatabase.execute(database, "delete from flyway_schema_history");
    // as pg_restore --disable-triggers does
    TestDatabase.execute(
        database,
        "set session_replication_role = replica;\n"
            + Files.readString(FILES.resolve("database.sql")));
  }

  @AfterEach
  void stop() {
    database.close();
    server.close();
  }

  @Test
  void initMigratesTheSchemaAndRenamesLabels() throws IOException {
    assertThat(labels())
        .contains("sync_cycles thawed", "sync_cycles loose_fields", "bundles uncompared")
        .contains("log_heads thawed", "log_heads loose_fields");
    CommandResult before = run("sync-status");
    assertThat(before.status()).isEqualTo(ExitCode.OPERATIONAL.number());
    assertThat(before.err())
        .contains("has version 8, expected " + CheckpointSchema.LATEST_VERSION)
        .contains("hint: stella attestor checkpoint-store init");

    init();

    assertThat(new CheckpointSchema(database).version()).contains(CheckpointSchema.LATEST_VERSION);
    assertThat(labels())
        .containsExactlyInAnyOrder(
            "bundles first_contact",
            "bundles not_compared",
            "bundles written",
            "evidence inconsistent",
            "log_heads inconsistent",
            "log_heads unfrozen",
            "log_heads unsigned_mismatch",
            "sync_cycles advanced",
            "sync_cycles first_contact",
            "sync_cycles inconsistent",
            "sync_cycles new_shard",
            "sync_cycles unchanged",
            "sync_cycles unfrozen",
            "sync_cycles unsigned_mismatch");
  }

  @Test
  void statusAndHistoryShowTheNewLabels() {
    init();

    CommandResult status = run("sync-status");
    CommandResult bundles = run("bundles", "list");

    assertThat(status.status()).as("a log is quarantined").isEqualTo(1);
    assertThat(status.out())
        .containsPattern("(?m)^log +log.example/tiled +700 +2026-01-15 12:04:00 .* 100% ")
        .containsPattern("(?m)^prod/22 +rekor.example - 22 +190 .* failing: unsigned_mismatch$")
        .containsPattern("(?m)^frozen +log.example/frozen +51 .* failing: unfrozen$")
        .containsPattern("(?m)^forked +log.example/forked +50 .* quarantined$");
    assertThat(bundles.status()).as(bundles.err()).isZero();
    assertThat(bundles.out())
        .containsPattern("(?m)^4 .* import +prod/22 +checkpoints +- +100 +not_compared ")
        .containsPattern("(?m)^3 .* import +prod/22 +checkpoints +- +190 +first_contact ")
        .containsPattern("(?m)^2 .* export +log +entries +512 to 699 +700 +written ")
        .containsPattern("(?m)^1 .* export +log +entries +0 to 599 +600 +written ");
  }

  @ParameterizedTest
  @CsvSource({
    "log, 700, '2 notes opened, 1 pair proved consistent'",
    "frozen, 51, '2 notes opened, 1 pair proved consistent'",
    "forked, 50, '1 note opened, 0 pairs proved consistent'"
  })
  void filesAndCheckpointsVerify(String backend, int size, String history) {
    init();

    CommandResult tiles = run("tiles", "verify", "--backend", backend);
    CommandResult checkpoints = run("checkpoints", "verify", "--backend", backend);

    assertThat(tiles.status()).as(tiles.err()).isZero();
    assertThat(tiles.out())
        .contains("%s: good, %d entries checked, mirrored %2$d".formatted(backend, size));
    assertThat(checkpoints.status()).as(checkpoints.err()).isZero();
    assertThat(checkpoints.out()).contains(backend + ": good, " + history);
  }

  @Test
  void syncContinues() throws IOException {
    TreeHead before = log.head();
    try (MirrorUnderTest mirror = configuration.start()) {
      assertThat(mirror.state("log").orElseThrow().mirrored()).isEqualTo(before);
      assertThat(mirror.sync("log").outcome()).isEqualTo("unchanged");
      assertThat(requestedPaths()).containsExactly("checkpoint");
      assertThat(outcome(mirror, bundle("delta.tar.gz"))).isEqualTo("unchanged");
      assertThat(outcome(mirror, bundle("full.tar.gz"))).isEqualTo("older");

      log.grow(100);
      assertGood(mirror.sync("log"));

      assertMirrored(mirror);
      assertThat(requestedPaths()).doesNotContain("tile/0/000", "tile/0/001");
    }
  }

  @Test
  void evidenceStillProvesTheContradiction() {
    try (MirrorUnderTest mirror = configuration.start()) {
      StoredEvidence stored = mirror.store().evidence().all().get(0);

      assertThat(stored.evidence().kind()).isEqualTo(Failure.INCONSISTENT);
      assertThatCode(() -> stored.evidence().verify(forked.identity().key()))
          .doesNotThrowAnyException();
      assertThat(mirror.sync("forked").failure()).contains(Failure.QUARANTINED);
    }
  }

  @Test
  void bundlesFillAnEmptySite() throws IOException {
    Path isolated = Files.createDirectories(directory.resolve("isolated"));
    try (MirrorUnderTest mirror = following(isolated).start()) {
      assertThat(outcome(mirror, bundle("full.tar.gz"))).isEqualTo("first_contact");
      assertThat(outcome(mirror, bundle("delta.tar.gz"))).isEqualTo("advanced");
      assertMirrored(mirror);

      assertThat(outcome(mirror, newDelta())).isEqualTo("advanced");
      assertMirrored(mirror);

      assertThat(outcome(mirror, bundle("shard-190.tar.gz"))).isEqualTo("first_contact");
      BundleReport older = importBundle(mirror, bundle("shard-100.tar.gz"));
      assertThat(older.failure()).isEmpty();
      assertThat(older.outcome()).isEqualTo("not_compared");
    }
  }

  /** Syncs the migrated site and exports what the bundles of the previous build lack. */
  private Path newDelta() {
    long base = log.size();
    log.grow(100);
    try (MirrorUnderTest connected = configuration.start()) {
      assertGood(connected.sync("log"));
      return connected
          .export(
              new ExportRequest(
                  "log",
                  directory.resolve("new.tar.gz"),
                  BundleContent.ENTRIES,
                  true,
                  OptionalLong.of(base),
                  Optional.empty(),
                  0,
                  Optional.empty()))
          .get(0)
          .file();
    }
  }

  /** A site with the two logs of the bundles. */
  private TestConfiguration following(Path data) throws IOException {
    return MirrorUnderTest.in(data)
        .follow("log", log, server.url())
        .follow(
            "prod",
            "rekor.example",
            AirGapFixture.UNREACHABLE.toString(),
            Files.readString(FILES.resolve("rekor.key")).strip())
        .backend("type", "rekor-v1");
  }

  private CommandResult run(String... arguments) {
    return CommandResult.runWithConfig(configuration.file(), arguments);
  }

  private void init() {
    CommandResult result = run("checkpoint-store", "init");
    assertThat(result.status()).as(result.err()).isZero();
  }

  private static Path bundle(String name) {
    return FILES.resolve("bundles").resolve(name).toAbsolutePath();
  }

  private static BundleReport importBundle(MirrorUnderTest mirror, Path file) {
    return mirror.importBundle(new ImportRequest(file, false, false));
  }

  private static String outcome(MirrorUnderTest mirror, Path file) {
    BundleReport report = importBundle(mirror, file);
    assertThat(report.message()).isEmpty();
    assertThat(report.failure()).isEmpty();
    return report.outcome();
  }

  private void assertMirrored(MirrorUnderTest mirror) {
    assertThat(mirror.state("log").orElseThrow().mirrored()).isEqualTo(log.head());
    assertThat(mirror.files("log"))
        .isEqualTo(MirrorUnderTest.expectedFiles(log, directory.resolve("expected")));
  }

  private List<String> requestedPaths() {
    return server.requests().all().stream().map(RequestLog.Request::path).toList();
  }

  /** Every stored outcome or failure, with its table. */
  private List<String> labels() {
    return new Sql(database)
        .list(
            "select distinct 'sync_cycles ' || outcome from sync_cycles"
                + " union select 'bundles ' || outcome from bundles"
                + " union select 'evidence ' || kind from evidence"
                + " union select 'refused_notes ' || kind from refused_notes"
                + " union select 'log_heads ' || last_failure from log_heads"
                + " where last_failure is not null",
            row -> row.getString(1));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }
}
