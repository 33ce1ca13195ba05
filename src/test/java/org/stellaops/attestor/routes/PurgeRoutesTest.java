package org.stellaops.attestor.routes;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.apache.camel.builder.NotifyBuilder;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.app.RunMode;
import org.stellaops.attestor.scenario.support.TestConfiguration;

class PurgeRoutesTest extends RouteFileTestCase {
  PurgeRoutesTest() {
    super("maintenance/purge");
  }

  @Override
  TestConfiguration configuration() {
    return super.configuration()
        .mode(RunMode.QUIET_DAEMON)
        .sync("initialDelay", "0")
        .airGap("inbox", inbox().toString())
        .retention("interval", "100ms");
  }

  private Path inbox() {
    return directory.resolve("inbox");
  }

  @Test
  void purgesTablesAndDirectoriesAgainAndAgain() throws Exception {
    Path old = refusedFile("old", Instant.EPOCH);
    Path recent = refusedFile("recent", Instant.now());
    // each table and directory is an exchange of its own
    NotifyBuilder purged = new NotifyBuilder(context).fromRoute("purge").whenCompleted(30).create();

    assertThat(purged.matches(60, SECONDS)).isTrue();

    assertThat(old).doesNotExist();
    assertThat(recent).exists();
  }

  private Path refusedFile(String name, Instant modifiedAt) throws IOException {
    Path refused = Files.createDirectories(inbox().resolve("refused"));
    Path file = Files.writeString(refused.resolve(name), name);
    return Files.setLastModifiedTime(file, FileTime.from(modifiedAt));
  }
}
