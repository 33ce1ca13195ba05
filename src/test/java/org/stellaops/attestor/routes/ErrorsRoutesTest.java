package org.stellaops.attestor.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.Socket;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.Operation;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.route.sync.SyncCycle;
import org.stellaops.attestor.route.sync.SyncCycles;
import org.stellaops.attestor.testlog.ResettingServer;

/** The configurations alone, on routes that do nothing but fail. */
class ErrorsRoutesTest extends RouteFileTestCase {
  ErrorsRoutesTest() {
    super("errors", "direct:record-cycle", "direct:end-.*", "seda:deliver-alerts.*");
  }

  @Override
  protected RouteBuilder createRouteBuilder() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:entry").routeConfigurationId("entry").to("direct:worker");
        from("direct:entry-with-file")
            .routeConfigurationId("entry")
            .to("file:" + directory.resolve("files"));
        from("direct:worker").routeConfigurationId("caller-handles").to("mock:work");
      }
    };
  }

  @Test
  void entryReturnsReportAndReleasesLock() throws Exception {
    getMockEndpoint("mock:work")
        .whenAnyExchangeReceived(exchange -> {
          throw new AttestorException(Failure.NETWORK, "the log is gone", "try again");
        });
    MockEndpoint journal = mockEndpoint("direct:record-cycle");
    journal.expectedMessageCount(1);
    SyncCycle cycle = bean("syncCycles", SyncCycles.class).begin(BACKEND);

    CycleReport report = ask("direct:entry", Map.of("operation", cycle), CycleReport.class);

    assertThat(report.failure()).contains(Failure.NETWORK);
    journal.assertIsSatisfied();
    assertThatCode(() -> bean("syncCycles", SyncCycles.class).begin(BACKEND))
        .doesNotThrowAnyException();
  }

  @Test
  void unexpectedExceptionIsReportedAsInternal() {
    getMockEndpoint("mock:work")
        .whenAnyExchangeReceived(exchange -> {
          throw new IllegalStateException("never thought of");
        });

    Operation operation = bean("syncCycles", SyncCycles.class).start(BACKEND);

    CycleReport report = ask("direct:entry", Map.of("operation", operation), CycleReport.class);

    assertThat(report.failure()).contains(Failure.INTERNAL);
    assertThat(report.message()).contains("never thought of");
  }

  @Test
  void connectionResetWhileWritingFileIsReportedAsNetworkFailure() throws Exception {
    try (ResettingServer server = ResettingServer.start();
        Socket client = new Socket(server.address().getAddress(), server.address().getPort())) {
      Operation operation = bean("syncCycles", SyncCycles.class).start(BACKEND);

      Exchange reply =
          call("direct:entry-with-file", Map.of("operation", operation), client.getInputStream());

      CycleReport report = reply.getMessage().getBody(CycleReport.class);
      assertThat(reply.getProperty(Exchange.EXCEPTION_CAUGHT))
          .isInstanceOf(GenericFileOperationFailedException.class);
      assertThat(report.failure()).contains(Failure.NETWORK);
      assertThat(report.message()).contains("Connection reset");
    }
  }
}
