package org.stellaops.attestor.route.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.metrics.AttestationMetrics;
import org.stellaops.attestor.metrics.MetricsPage;
import org.stellaops.attestor.route.MutableClock;

/** A copier keeps the time of the original while it still writes. */
class GrowingAttestationTest {
  @TempDir private Path directory;
  private final MutableClock clock = new MutableClock(Instant.parse("2026-12-01T00:00:00Z"));

  @Test
  void isCompleteOnlyWhenTheDaemonItselfHasSeenNoChange() throws IOException {
    AttestationInbox inbox =
        new AttestationInbox(
            () -> {
              throw new AssertionError("nothing is verified here");
            },
            Optional.of(directory),
            Optional.of(directory.resolve("outbox")),
            Duration.ofSeconds(30),
            new AttestationMetrics(new MetricsPage()),
            clock);
    write("app.sigstore.json", "{}");
    write("app", "first half");

    assertThat(inbox.isComplete(arrival(inbox))).isFalse();
    clock.move(Duration.ofSeconds(29));
    assertThat(inbox.isComplete(arrival(inbox))).isFalse();
    write("app", "second half");
    clock.move(Duration.ofSeconds(29));
    assertThat(inbox.isComplete(arrival(inbox))).isFalse();
    clock.move(Duration.ofSeconds(30));
    assertThat(inbox.isComplete(arrival(inbox))).isTrue();

    inbox.postpone(arrival(inbox));
    assertThat(inbox.isComplete(arrival(inbox))).isFalse();
    assertThat(inbox.waitingCount()).isEqualTo(1);
    clock.move(Duration.ofSeconds(11));
    assertThat(inbox.isComplete(arrival(inbox))).isTrue();
  }

  private static AttestationFiles arrival(AttestationInbox inbox) {
    List<AttestationFiles> arrivals = inbox.arrivals();
    assertThat(arrivals).hasSize(1);
    return arrivals.get(0);
  }

  private void write(String name, String content) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, content, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    Files.setLastModifiedTime(file, FileTime.from(clock.instant().minus(Duration.ofDays(2))));
  }
}
