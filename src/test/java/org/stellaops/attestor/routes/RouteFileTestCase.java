package org.stellaops.attestor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.app.RouteFixture;
import org.stellaops.attestor.app.runtime.AttestorRuntime;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.route.fetch.Download;
import org.stellaops.attestor.route.fetch.FetchRequest;
import org.stellaops.attestor.route.fetch.LogReader;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;

/**
 * Files of routes with the error handling of all, following one log that a test makes. What it
 * sends to its borders, which are endpoints of other files, goes to mock endpoints instead.
 */
abstract class RouteFileTestCase extends CamelMainTestSupport {
  static final String BACKEND = TestConfiguration.BACKEND;

  @TempDir Path directory;

  final FakeLog log = FakeLog.named("alone.example/log").grow(300);
  RouteFixture kit;

  private final String files;
  private final String borders;

  /**
   * @param files their paths below the folder of routes without the ending, separated by commas
   * @param borders the endpoints of other files that it calls, as {@code direct:name}
   */
  RouteFileTestCase(String files, String... borders) {
    this.files = files;
    this.borders = borders.length == 0 ? "none" : String.join("|", borders);
  }

  /** The configuration of the process; a test may turn more. */
  TestConfiguration configuration() {
    return new TestConfiguration(directory)
        .follow(BACKEND, log, source().toUri())
        .sync("retryDelay", "1ms");
  }

  @Override
  protected void configure(MainConfigurationProperties main) {
    main.withRoutesIncludePattern(
        Stream.of((files + ",errors,monitoring/events").split(","))
            .distinct()
            .map("classpath:routes/%s.camel.yaml"::formatted)
            .collect(Collectors.joining(",")));
    main.addConfiguration(kit.beans());
  }

  @Override
  protected CamelContext createCamelContext() throws Exception {
    camelContextConfiguration()
        .withMockEndpointsAndSkip(borders)
        .withUseOverridePropertiesWithPropertiesComponent(kit.properties());
    return super.createCamelContext();
  }

  @Override
  protected void setupResources() {
    kit = new RouteFixture(configuration().settings());
  }

  @Override
  protected void cleanupResources() {
    kit.close();
  }

  /** What arrives at a border. */
  final MockEndpoint mockEndpoint(String uri) {
    return getMockEndpoint("mock:" + uri);
  }

  /** Downloads come from a log without a network. */
  final void serve(FakeLog served) {
    serve(served, request -> {});
  }

  /** The same, and somebody is told of each request before it is answered. */
  final void serve(FakeLog served, Consumer<FetchRequest> told) {
    mockEndpoint("direct:fetch-resource")
        .whenAnyExchangeReceived(exchange -> {
          FetchRequest request = exchange.getMessage().getBody(FetchRequest.class);
          told.accept(request);
          exchange.setVariable("attempt", bean("logReader", LogReader.class).begin(request));
          exchange.getMessage().setBody(fetched(served, request));
        });
  }

  /** What a log answers to a request. */
  static Download fetched(FakeLog served, FetchRequest request) {
    byte[] bytes = served.get(request.path()).orElseThrow();
    return new Download(request, URI.create("http://log.example/" + request.path()), bytes);
  }

  /** Sends to a route what its callers send, and gives what comes of it. */
  final Exchange call(String route, Map<String, Object> variables, @Nullable Object body) {
    return template.request(
        route,
        exchange -> {
          variables.forEach(exchange::setVariable);
          exchange.getMessage().setBody(body);
        });
  }

  /** The same, with an answer of this kind. */
  final <T> T ask(String route, Map<String, Object> variables, Class<T> answer) {
    return answer.cast(call(route, variables, null).getMessage().getBody());
  }

  /** The log is mirrored as it is now, by all routes together; then it can be served again. */
  final void mirror() {
    log.write(source());
    try (AttestorRuntime everything = kit.startRuntime()) {
      assertThat(everything.sync(BACKEND).message()).isEmpty();
    }
  }

  /** The tree of files that the log is mirrored from, where a test wants that. */
  final Path source() {
    return directory.resolve("source");
  }

  /** A file of the mirror. */
  final Path mirrored(String path) {
    return kit.settings()
        .tiles()
        .basePath()
        .resolve(log.identity().origin().directory())
        .resolve(path);
  }

  /** A bean by the name that the routes use. */
  final <T> T bean(String name, Class<T> type) {
    return context.getRegistry().lookupByNameAndType(name, type);
  }

  /** What the store holds of the log. */
  final LogState state() {
    return kit.store().checkpoints().find(log.identity().origin()).orElseThrow();
  }
}
