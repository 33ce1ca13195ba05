package org.stellaops.attestor.routefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.Cycle;
import org.stellaops.attestor.route.CycleReport;
import org.stellaops.attestor.route.Cycles;

/** The configurations alone, on routes that do nothing but fail. */
class FailuresRoutesTest extends OneRouteFile {
  FailuresRoutesTest() {
    super("failures", "direct:record-cycle", "direct:end-.*", "seda:tell-alerts.*");
  }

  @Override
  protected RouteBuilder createRouteBuilder() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:entry").routeConfigurationId("cycle-failures").to("direct:worker");
        from("direct:worker").routeConfigurationId("caller-handles").to("mock:work");
      }
    };
  }

  @Test
  void anEntryAnswersWithAReportAndGivesTheLockBack() throws Exception {
    getMockEndpoint("mock:work")
        .whenAnyExchangeReceived(exchange -> {
          throw new AttestorException(Failure.NETWORK, "the log is gone", "try again");
        });
    MockEndpoint journal = border("direct:record-cycle");
    journal.expectedMessageCount(1);
    Cycle cycle = bean("cycles", Cycles.class).begin(BACKEND);

    CycleReport report =
        ask("direct:entry", Map.of("backend", BACKEND, "cycle", cycle), CycleReport.class);

    assertThat(report.failure()).contains(Failure.NETWORK);
    journal.assertIsSatisfied();
    assertThatCode(() -> bean("cycles", Cycles.class).begin(BACKEND)).doesNotThrowAnyException();
  }

  @Test
  void whatNobodyForesawIsAFaultOfTheProgramAndNoSilence() {
    getMockEndpoint("mock:work")
        .whenAnyExchangeReceived(exchange -> {
          throw new IllegalStateException("never thought of");
        });

    CycleReport report = ask("direct:entry", Map.of("backend", BACKEND), CycleReport.class);

    assertThat(report.failure()).contains(Failure.INTERNAL);
    assertThat(report.message()).contains("never thought of");
  }
}
