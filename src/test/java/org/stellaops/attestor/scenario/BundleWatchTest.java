package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.bundle.BundleContent;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.route.BundleReport;
import org.stellaops.attestor.route.BundleWatch;
import org.stellaops.attestor.route.ExportRequest;
import org.stellaops.attestor.route.ImportRequest;

/** What a progress bar is told: it begins with as many files as are done in the end. */
class BundleWatchTest {
  @TempDir private Path directory;
  private final FakeLog log = FakeLog.named("watched.example/log").grow(6_000);

  @Test
  void everythingThatIsAnnouncedGetsDone() throws IOException {
    Tally out = new Tally();
    Tally in = new Tally();
    try (FakeLogServer server = FakeLogServer.start(log);
        MirrorUnderTest connected = mirror("connected", server.url(), out);
        MirrorUnderTest isolated = mirror("isolated", TwoSides.NOWHERE, in)) {
      ReportAssert.assertGood(connected.sync());
      carry(connected, isolated, "kit.tar.gz", BundleContent.ENTRIES, 240_000);
      log.grow(700);
      ReportAssert.assertGood(connected.sync());
      carry(connected, isolated, "notes.tar.gz", BundleContent.CHECKPOINTS, 0);
      carry(connected, isolated, "whole.tar.zst", BundleContent.ENTRIES, 0);
    }

    assertThat(out.begun).hasSizeGreaterThan(4).containsKey("notes.tar.gz");
    assertThat(out.begun.values()).allSatisfy(files -> assertThat(files).isPositive());
    assertThat(out.done).isEqualTo(out.begun);
    assertThat(in.begun).isEqualTo(out.begun);
    assertThat(in.done).isEqualTo(in.begun);
  }

  private void carry(
      MirrorUnderTest from, MirrorUnderTest to, String name, BundleContent content, long most) {
    ExportRequest request =
        new ExportRequest(
            TestConfiguration.BACKEND,
            directory.resolve(name),
            content,
            true,
            OptionalLong.empty(),
            Optional.empty(),
            most,
            Optional.empty());
    for (BundleReport report : from.export(request)) {
      assertThat(report.message()).isEmpty();
      assertThat(to.importBundle(new ImportRequest(report.file(), false, false)).message())
          .isEmpty();
    }
  }

  private MirrorUnderTest mirror(String name, URI url, BundleWatch watch) throws IOException {
    Path home = Files.createDirectories(directory.resolve(name));
    return MirrorUnderTest.of(home, log, url).watch(watch).start();
  }

  /** Counts, by the name of the bundle. */
  private static final class Tally implements BundleWatch {
    private final Map<String, Long> begun = new LinkedHashMap<>();
    private final Map<String, Long> done = new LinkedHashMap<>();
    private String now = "";

    @Override
    public synchronized void begin(Path bundle, long files) {
      now = bundle.getFileName().toString();
      begun.put(now, files);
      done.put(now, 0L);
    }

    @Override
    public synchronized void done(int files) {
      done.merge(now, (long) files, Long::sum);
    }
  }
}
