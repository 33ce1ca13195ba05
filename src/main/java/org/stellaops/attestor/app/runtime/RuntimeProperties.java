package org.stellaops.attestor.app.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.stellaops.attestor.app.RunMode;
import org.stellaops.attestor.app.Schedule;
import org.stellaops.attestor.config.RekorSyncSettings;
import org.stellaops.attestor.config.RequestSettings;
import org.stellaops.attestor.config.Settings;

/** The properties of the Camel context: every configuration key, and values derived from them. */
public final class RuntimeProperties {
  private static final List<String> ROUTE_FOLDERS =
      List.of("sync", "rekor", "airgap", "maintenance", "verification", "monitoring");

  private static final String SEDA = "seda:";
  private static final Set<String> FIRST_DELAYS =
      Set.of("attestor.rekorSync.initialDelay", "attestor.audit.initialDelay");
  private static final String NO_DELAY = "0";
  private static final String MIN_DELAY = "100ms";
  private static final Duration MIN_PERIOD = Duration.ofMillis(100);
  private static final Duration MAX_PERIOD = Duration.ofHours(1);

  private RuntimeProperties() {}

  public static Properties of(Settings settings, RunMode mode, String version) {
    Properties properties = settings.toProperties();
    properties.replaceAll(RuntimeProperties::minimumDelay);
    properties.putAll(routes(settings.sync(), settings.backends().size(), version));
    properties.put("attestor.runtime.prunePeriod", prunePeriod(settings.tiles().autoPruneAfter()));
    properties.putAll(Schedule.firstPolls(settings));
    properties.putAll(preconditions(settings, mode));
    properties.putAll(events(settings, mode));
    properties.putAll(camel(settings, mode));
    properties.putAll(http(settings.sync().requests()));
    return properties;
  }

  /**
   * Camel timers without any delay sometimes lose their first event, when it fires before the route
   * is registered as started.
   */
  private static Object minimumDelay(Object key, Object value) {
    return FIRST_DELAYS.contains(key) && value.equals(NO_DELAY) ? MIN_DELAY : value;
  }

  /** Placeholders of the routes that are not configuration keys. */
  private static Map<String, String> routes(RekorSyncSettings sync, int backends, String version) {
    String endpoint = sync.workEndpoint();
    // a consumer notices a stop only at the end of a poll, so a longer timeout would delay shutdown
    boolean isPlainSeda = endpoint.startsWith(SEDA) && endpoint.indexOf('?') < 0;
    // each cycle in progress sends a unit itself if no dispatcher is free, so a slow log delays no
    // other one
    int consumers = sync.parallelUnits() + Math.min(backends, sync.parallelCycles());
    return Map.of(
        "attestor.runtime.workProducer",
        isPlainSeda ? endpoint + "?timeout=0" : endpoint,
        "attestor.runtime.workConsumer",
        isPlainSeda ? endpoint + "?pollTimeout=100&concurrentConsumers=" + consumers : endpoint,
        "attestor.runtime.retryDelay",
        Long.toString(sync.requests().retryDelay().toMillis()),
        "attestor.runtime.userAgent",
        "stella-attestor/"
            + version
            + sync.requests().contact().map(contact -> " (+" + contact + ")").orElse(""));
  }

  /** A direct endpoint without a consumer fails at once instead of after 30 seconds. */
  private static Map<String, String> events(Settings settings, RunMode mode) {
    String endpoint = settings.events().endpoint().orElse("direct:none");
    boolean isPlainDirect = endpoint.startsWith("direct:") && endpoint.indexOf('?') < 0;
    return Map.of(
        "attestor.runtime.sendsEvents",
        Boolean.toString(mode.isPolling() && settings.events().endpoint().isPresent()),
        "attestor.runtime.eventEndpoint",
        isPlainDirect ? endpoint + "?block=false" : endpoint);
  }

  /** A quarter of {@code autoPruneAfter}, within the shortest and the longest period. */
  private static String prunePeriod(Duration autoPruneAfter) {
    long millis = Math.max(MIN_PERIOD.toMillis(), autoPruneAfter.toMillis() / 4);
    return Long.toString(Math.min(MAX_PERIOD.toMillis(), millis));
  }

  private static Map<String, String> camel(Settings settings, RunMode mode) {
    String serves = Boolean.toString(mode.isServing());
    return Map.ofEntries(
        Map.entry("camel.main.name", "stella-attestor"),
        Map.entry("camel.main.routes-include-pattern", includePattern(settings, mode)),
        Map.entry("camel.main.startup-recorder", "off"),
        Map.entry("camel.main.shutdown-timeout", "20"),
        // otherwise Camel reads bodies of any size, decompressed, before a bean can limit them
        Map.entry("camel.main.stream-caching-enabled", "false"),
        Map.entry("camel.main.jmx-enabled", Boolean.toString(mode.isPolling())),
        Map.entry("camel.server.enabled", serves),
        Map.entry("camel.server.host", settings.monitoring().host()),
        Map.entry("camel.server.port", Integer.toString(settings.monitoring().port())));
  }

  /**
   * The built-in routes, folder by folder. Camel resolves a pattern with {@code **} in a jar to
   * paths without their folders, which do not exist.
   */
  static String builtInRoutes() {
    return ROUTE_FOLDERS.stream()
        .map(folder -> "classpath:routes/" + folder + "/*.camel.yaml")
        .collect(Collectors.joining(",", "classpath:routes/errors.camel.yaml,", ""));
  }

  /** The built-in routes and, for a daemon, those of the operator. */
  private static String includePattern(Settings settings, RunMode mode) {
    String builtIn = builtInRoutes();
    return mode.isPolling()
        ? settings
            .program()
            .routesDir()
            .map(directory -> builtIn + ",file:" + directory + "/*.camel.yaml")
            .orElse(builtIn)
        : builtIn;
  }

  /** The preconditions of optional routes. */
  private static Map<String, String> preconditions(Settings settings, RunMode mode) {
    Optional<Path> inbox = settings.airGap().inbox();
    Optional<Path> outbox = settings.airGap().outbox();
    Optional<Path> attestations = settings.verify().inbox();
    boolean polling = mode.isPolling();
    boolean reloading = polling && !settings.program().watchInterval().isZero();
    return Map.of(
        "attestor.runtime.serving", Boolean.toString(mode.isServing()),
        "attestor.runtime.polling", Boolean.toString(polling),
        "attestor.runtime.watchesConfiguration", Boolean.toString(reloading),
        "attestor.runtime.watchesInbox", Boolean.toString(polling && inbox.isPresent()),
        "attestor.runtime.watchesRequests", Boolean.toString(polling && outbox.isPresent()),
        "attestor.runtime.watchesAttestations",
            Boolean.toString(polling && attestations.isPresent()));
  }

  private static Map<String, String> http(RequestSettings requests) {
    String timeout = Long.toString(requests.requestTimeout().toMillis());
    return Map.of(
        "camel.component.http.client-connection-manager", "#httpConnections",
        "camel.component.http.connect-timeout", timeout,
        "camel.component.http.connection-request-timeout", timeout,
        "camel.component.http.so-timeout", timeout,
        "camel.component.http.response-timeout", timeout,
        "camel.component.http.http-client-configurer", "#responseLimits");
  }
}
