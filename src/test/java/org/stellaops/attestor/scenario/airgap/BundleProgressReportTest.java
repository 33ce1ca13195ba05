package org.stellaops.attestor.scenario.airgap;

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
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.route.airgap.BundleListener;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.route.airgap.ExportRequest;
import org.stellaops.attestor.route.airgap.ImportRequest;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.CycleReportAssertions;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/** What a progress bar is told: it begins with as many files as are done in the end. */
class BundleProgressReportTest {
  @TempDir private Path directory;
  private final FakeLog log = FakeLog.named("watched.example/log").grow(6_000);

  @Test
  void reportsEveryAnnouncedFileAsDone() throws IOException {
    RecordingListener exportListener = new RecordingListener();
    RecordingListener importListener = new RecordingListener();
    try (FakeLogServer server = FakeLogServer.start(log);
        MirrorUnderTest connected = mirror("connected", server.url(), exportListener);
        MirrorUnderTest isolated = mirror("isolated", AirGapFixture.UNREACHABLE, importListener)) {
      CycleReportAssertions.assertGood(connected.sync());
      exportAndImport(connected, isolated, "kit.tar.gz", BundleContent.ENTRIES, 240_000);
      log.grow(700);
      CycleReportAssertions.assertGood(connected.sync());
      exportAndImport(connected, isolated, "notes.tar.gz", BundleContent.CHECKPOINTS, 0);
      exportAndImport(connected, isolated, "whole.tar.zst", BundleContent.ENTRIES, 0);
    }

    assertThat(exportListener.announced).hasSizeGreaterThan(4).containsKey("notes.tar.gz");
    assertThat(exportListener.announced.values())
        .allSatisfy(files -> assertThat(files).isPositive());
    assertThat(exportListener.completed).isEqualTo(exportListener.announced);
    assertThat(importListener.announced).isEqualTo(exportListener.announced);
    assertThat(importListener.completed).isEqualTo(importListener.announced);
  }

  private void exportAndImport(
      MirrorUnderTest from,
      MirrorUnderTest to,
      String name,
      BundleContent content,
      long volumeSize) {
    ExportRequest request =
        new ExportRequest(
            TestConfiguration.BACKEND,
            directory.resolve(name),
            content,
            true,
            OptionalLong.empty(),
            Optional.empty(),
            volumeSize,
            Optional.empty());
    for (BundleReport report : from.export(request)) {
      assertThat(report.message()).isEmpty();
      assertThat(to.importBundle(new ImportRequest(report.file(), false, false)).message())
          .isEmpty();
    }
  }

  private MirrorUnderTest mirror(String name, URI url, BundleListener listener) throws IOException {
    Path dataDirectory = Files.createDirectories(directory.resolve(name));
    return MirrorUnderTest.of(dataDirectory, log, url).listener(listener).start();
  }

  /** Counts, by the name of the bundle. */
  private static final class RecordingListener implements BundleListener {
    private final Map<String, Long> announced = new LinkedHashMap<>();
    private final Map<String, Long> completed = new LinkedHashMap<>();
    private String current = "";

    @Override
    public synchronized void onStart(Path bundle, long files) {
      current = bundle.getFileName().toString();
      announced.put(current, files);
      completed.put(current, 0L);
    }

    @Override
    public synchronized void onProgress(int files) {
      completed.merge(current, (long) files, Long::sum);
    }
  }
}
