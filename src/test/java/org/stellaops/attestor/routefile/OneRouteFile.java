package org.stellaops.attestor.routefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.app.AttestorRuntime;
import org.stellaops.attestor.app.RouteKit;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.route.Fetched;
import org.stellaops.attestor.route.Request;
import org.stellaops.attestor.scenario.TestConfiguration;

/**
 * One file of routes with the error handling of all, following one log that a test makes. What it
 * sends to its borders, which are endpoints of other files, goes to mock endpoints instead.
 */
abstract class OneRouteFile extends CamelMainTestSupport {
  static final String BACKEND = TestConfiguration.BACKEND;

  @TempDir Path directory;

  final FakeLog log = FakeLog.named("alone.example/log").grow(300);
  RouteKit kit;

  private final String file;
  private final String borders;

  /**
   * @param file the name of the file without its ending
   * @param borders the endpoints of other files that it calls, as {@code direct:name}
   */
  OneRouteFile(String file, String... borders) {
    this.file = file;
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
        "classpath:routes/%s.camel.yaml,classpath:routes/failures.camel.yaml".formatted(file));
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
    kit = new RouteKit(configuration().settings());
  }

  @Override
  protected void cleanupResources() {
    kit.close();
  }

  /** What arrives at a border. */
  final MockEndpoint border(String uri) {
    return getMockEndpoint("mock:" + uri);
  }

  /** Downloads come from a log without a network. */
  final void serve(FakeLog served) {
    serve(served, request -> {});
  }

  /** The same, and somebody is told of each request before it is answered. */
  final void serve(FakeLog served, Consumer<Request> told) {
    border("direct:fetch-resource")
        .whenAnyExchangeReceived(exchange -> {
          Request request = exchange.getMessage().getBody(Request.class);
          told.accept(request);
          exchange.getMessage().setBody(fetched(served, request));
        });
  }

  /** What a log answers to a request. */
  static Fetched fetched(FakeLog served, Request request) {
    byte[] bytes = served.get(request.path()).orElseThrow();
    return new Fetched(request, URI.create("http://log.example/" + request.path()), bytes);
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
    try (AttestorRuntime everything = kit.everything()) {
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
