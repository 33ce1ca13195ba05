package org.stellaops.attestor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.route.WorkCounters;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.scenario.support.TestConfiguration;

/** The queue of events in front of a consumer that never returns. */
class EventsRoutesTest extends RouteFileTestCase {
  private static final int QUEUE_SIZE = 1000;
  private static final CycleReport REPORT =
      new CycleReport(
          BACKEND,
          "alone.example/log",
          Instant.EPOCH,
          Instant.EPOCH,
          "unchanged",
          Optional.empty(),
          new WorkCounters(),
          Optional.empty());

  private final CountDownLatch received = new CountDownLatch(1);
  private final CountDownLatch allowed = new CountDownLatch(1);

  EventsRoutesTest() {
    super("monitoring/events");
  }

  @Override
  TestConfiguration configuration() {
    return super.configuration().events("endpoint", "direct:held");
  }

  @Override
  protected RouteBuilder createRouteBuilder() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:held")
            .process(exchange -> {
              received.countDown();
              allowed.await();
            });
      }
    };
  }

  @AfterEach
  void release() {
    allowed.countDown();
  }

  @Test
  void dropsEventsWhenTheQueueIsFullAndLeavesTheReportAsItIs() throws Exception {
    announce();
    received.await();
    for (int i = 0; i < QUEUE_SIZE; i++) {
      announce();
    }
    assertThat(events("dropped")).isZero();

    Exchange last = announce();

    assertThat(events("dropped")).isEqualTo(1);
    assertThat(last.getException()).isNull();
    assertThat(last.getMessage().getBody()).isSameAs(REPORT);
    assertThat(last.getVariable("report")).isSameAs(REPORT);
    assertThat(last.getMessage().getHeaders()).isEmpty();
  }

  private Exchange announce() {
    return call("direct:announce-result", Map.of("report", REPORT), REPORT);
  }

  private double events(String outcome) {
    return kit.meterValue("attestor_events_total{outcome=\"" + outcome + "\"}");
  }
}
