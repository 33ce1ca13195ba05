package org.stellaops.attestor.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.JMX;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.ObjectName;
import org.apache.camel.ServiceStatus;
import org.apache.camel.component.scheduler.SchedulerEndpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.app.jmx.BackendMXBean;
import org.stellaops.attestor.metrics.PrometheusText;
import org.stellaops.attestor.web.RawRequest;

/** What an operator sees of a running daemon over HTTP and JMX, and does with it. */
@TestMethodOrder(MethodOrderer.Random.class)
class DaemonTest {
  private static final Pattern NAME = Pattern.compile("\\battestor_[a-z_]+");
  private static final Path ALERTS = Path.of("config/monitoring/alerts.yml");
  private static final Path DASHBOARD = Path.of("config/monitoring/dashboard.json");

  private static final Path MANUAL = Path.of("docs/operations.md");
  private static final Pattern ROW =
      Pattern.compile("^\\| `(attestor_[a-z_]+)` \\|", Pattern.MULTILINE);

  /** No alert asks for the increase of these. */
  private static final Set<String> AFTER_THE_FIRST_EVENT =
      Set.of(
          "attestor_attestations_total",
          "attestor_bundle_exports_total",
          "attestor_bundle_export_bytes_total",
          "attestor_bundle_import_bytes_total",
          "attestor_rekor_sync_comparisons_total");

  @TempDir private static Path directory;
  private static DaemonFixture daemon;

  @BeforeAll
  static void start() throws IOException {
    Files.createDirectory(outbox());
    daemon = new DaemonFixture(directory, extraConfiguration());
    daemon.runtime.sync("one");
    daemon.runtime.sync("two");
  }

  @AfterAll
  static void stop() {
    daemon.close();
  }

  @Test
  void alertRulesUseExistingMetrics() throws Exception {
    Set<String> queried = names(Files.readString(ALERTS).replaceAll("(?m)^ *#.*", ""));

    assertThat(queried).hasSizeGreaterThan(8);
    assertThat(servedMetrics()).containsAll(queried);
  }

  /** DNS rebinding, and a page of another site. */
  @Test
  void monitoringServesNoOtherSite() throws Exception {
    for (String path : List.of("/metrics", "/health", "/health/live", "/nothing")) {
      String own = "Host: 127.0.0.1:" + daemon.port;
      assertThat(status(path, "Host: evil.example:" + daemon.port)).as(path).isEqualTo(421);
      assertThat(status(path, own, "Origin: http://evil.example")).as(path).isEqualTo(403);
      assertThat(status(path, own, "Sec-Fetch-Site: cross-site")).as(path).isEqualTo(403);
      assertThat(status(path, own)).as(path).isNotIn(403, 421);
    }
    assertThat(status("/metrics", "Host: mirror01.example.org:" + daemon.port)).isEqualTo(200);
  }

  private static int status(String path, String... headers) throws IOException {
    return new RawRequest("GET " + path, List.of(headers), "").send(daemon.port).status();
  }

  /** The console shows these; those that Java makes up say "pause" of pause. */
  @Test
  void managementBeansAreDescribed() throws Exception {
    MBeanInfo bean =
        ManagementFactory.getPlatformMBeanServer()
            .getMBeanInfo(new ObjectName("org.stellaops.attestor:type=Backend,name=one"));

    List<MBeanFeatureInfo> features = new ArrayList<>(List.of(bean.getAttributes()));
    features.addAll(List.of(bean.getOperations()));
    assertThat(bean.getDescription()).contains("log");
    assertThat(features)
        .hasSizeGreaterThan(12)
        .allSatisfy(feature -> assertThat(feature.getDescription()).hasSizeGreaterThan(25));
    assertThat(bean.getOperations())
        .allSatisfy(operation -> assertThat(operation.getImpact()).isEqualTo(1));
  }

  @Test
  void dashboardUsesExistingMetrics() throws Exception {
    JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
    String expressions = String.join("\n", dashboard.findValuesAsText("expr"));

    assertThat(names(expressions)).hasSizeGreaterThan(12);
    assertThat(servedMetrics()).containsAll(names(expressions));
  }

  /** The manual has a row for every metric, in the order of their names, and no other rows. */
  @Test
  void manualListsEveryMetric() throws Exception {
    List<String> rows =
        ROW.matcher(Files.readString(MANUAL)).results().map(row -> row.group(1)).toList();
    Set<String> families =
        PrometheusText.parse(daemon.get("/metrics").body()).types().keySet().stream()
            .filter(name -> name.startsWith("attestor_") && !name.endsWith("_max"))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(rows).isSorted().doesNotHaveDuplicates().containsAll(families);
    families.addAll(AFTER_THE_FIRST_EVENT);
    assertThat(families).containsAll(rows);
  }

  @Test
  void isReadyWhileNonCriticalLogFails() throws Exception {
    assertThat(daemon.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(daemon.get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(daemon.get("/health/backends/one").statusCode()).isEqualTo(200);
    assertThat(daemon.get("/health/backends/two").statusCode()).isEqualTo(503);
    assertThat(daemon.get("/health/backends/three").statusCode()).isEqualTo(404);
    assertThat(new ObjectMapper().readTree(daemon.get("/health").body()).findValuesAsText("name"))
        .containsExactly("store", "backend-one", "backend-two");
  }

  @Test
  void jmxShowsEveryBackend() throws Exception {
    BackendMXBean one = bean("one");
    assertThat(one.getOrigin()).isEqualTo("one.example/log");
    assertThat(one.getTreeSize()).isEqualTo(300);
    assertThat(one.getMirroredSize()).isEqualTo(300);
    assertThat(one.getRootHash()).matches("[0-9a-f]{64}");
    assertThat(one.getCoverage()).isEqualTo(1);
    assertThat(one.getAgeSeconds()).isBetween(0L, 300L);
    assertThat(one.getState()).isEqualTo("current");
    assertThat(one.getLastFailure()).isEmpty();

    BackendMXBean two = bean("two");
    assertThat(two.getTreeSize()).isEqualTo(-1);
    assertThat(two.getAgeSeconds()).isEqualTo(-1);
    assertThat(two.getState()).as("the failure before first contact").isEqualTo("failing");
    assertThat(two.getLastFailure()).startsWith("network: ");
  }

  @Test
  void jmxSyncsPausesAndResumesBackend() throws Exception {
    BackendMXBean one = bean("one");
    assertThat(one.syncNow()).isEqualTo("unchanged, tree size 300, mirrored 300");
    assertThat(bean("two").syncNow()).startsWith("network, ").contains("127.0.0.1:9");

    one.pause();
    assertThat(one.isPaused()).isTrue();
    assertThat(bean("two").isPaused()).isFalse();
    assertThat(one.getState()).isEqualTo("paused");
    assertThat(daemon.get("/metrics").body())
        .contains("attestor_rekor_sync_paused{backend=\"one\"} 1");
    assertThat(daemon.get("/health/backends/one").body()).contains("\"paused\":true");
    assertThat(one.syncNow()).as("on demand it goes all the same").startsWith("unchanged");
    one.resume();
    assertThat(one.isPaused()).isFalse();
    assertThat(one.getState()).isEqualTo("current");
  }

  @Test
  void jmxExportsBackendIntoOutbox() throws Exception {
    assertThat(bean("one").exportNow()).isEqualTo("written, " + outbox().resolve("one-300.tar.gz"));
    assertThat(outbox().resolve("one-300.tar.gz")).isNotEmptyFile();
    assertThat(bean("one").exportNow()).startsWith("nothing new");
    assertThat(bean("two").exportNow()).startsWith("nothing new");
  }

  @Test
  void reloadsIntervalsAndIgnoresInvalidFile() throws Exception {
    WatchedConfiguration configuration = daemon.runtime.configuration();
    assertThat(configuration.hasChanged()).isFalse();

    daemon.write("7m 30s", extraConfiguration());
    configuration.reload();
    assertThat(period("poll-one")).isEqualTo(300_000);

    daemon.write("11m", extraConfiguration());
    assertThat(configuration.hasChanged()).isTrue();
    configuration.reload();
    assertThat(configuration.hasChanged()).isFalse();
    assertThat(period("poll-one")).isEqualTo(660_000);
    assertThat(period("poll-two")).isEqualTo(660_000);
    assertThat(status("poll-two")).isEqualTo(ServiceStatus.Started);
    assertThat(period("audit-one")).isEqualTo(86_400_000);
    assertThat(staleAfterSeconds("one")).as("three intervals and an hour's delay").isEqualTo(5_580);
    assertThat(daemon.get("/health/backends/one").body()).contains("\"staleAfterSeconds\":5580");

    daemon.write("5m", extraConfiguration());
    configuration.reload();
    assertThat(period("poll-one")).isEqualTo(300_000);
    assertThat(staleAfterSeconds("one")).isEqualTo(4_500);
  }

  /** A counter that begins with its first event has no increase that an alert could see. */
  @Test
  void bundleImportCountersStartAtZero() throws Exception {
    PrometheusText page = PrometheusText.parse(daemon.get("/metrics").body());
    for (String backend : new String[] {"one", "two", ""}) {
      assertThat(
              page.value(
                  "attestor_bundle_imports_total{backend=\"%s\",outcome=\"bad_bundle\"}"
                      .formatted(backend)))
          .isZero();
    }
  }

  private static Path outbox() {
    return directory.resolve("outbox");
  }

  private static String extraConfiguration() {
    return "  airGap: {outbox: \"%s\"}".formatted(outbox());
  }

  private static BackendMXBean bean(String id) throws Exception {
    ObjectName name = new ObjectName("org.stellaops.attestor:type=Backend,name=" + id);
    return JMX.newMXBeanProxy(
        ManagementFactory.getPlatformMBeanServer(), name, BackendMXBean.class);
  }

  private static ServiceStatus status(String route) {
    return daemon.runtime.context().getRouteController().getRouteStatus(route);
  }

  private static long period(String route) {
    return ((SchedulerEndpoint) daemon.runtime.context().getRoute(route).getEndpoint()).getDelay();
  }

  private static double staleAfterSeconds(String backend) throws Exception {
    return PrometheusText.parse(daemon.get("/metrics").body())
        .value("attestor_rekor_sync_stale_after_seconds{backend=\"" + backend + "\"}");
  }

  private static Set<String> servedMetrics() throws Exception {
    PrometheusText page = PrometheusText.parse(daemon.get("/metrics").body());
    return page.samples().keySet().stream()
        .map(series -> series.replaceFirst("\\{.*", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> names(String text) {
    return NAME.matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
