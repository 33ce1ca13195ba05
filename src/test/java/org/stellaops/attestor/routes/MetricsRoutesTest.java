package org.stellaops.attestor.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.apache.camel.test.AvailablePortFinder;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.scenario.support.TestConfiguration;

class MetricsRoutesTest extends RouteFileTestCase {
  private final AvailablePortFinder.Port port = AvailablePortFinder.find();

  MetricsRoutesTest() {
    super("monitoring/metrics");
  }

  @Override
  TestConfiguration configuration() {
    return super.configuration().daemon(port.getPort());
  }

  private HttpResponse<String> send(String method) throws Exception {
    URI uri = URI.create("http://127.0.0.1:%d/metrics".formatted(port.getPort()));
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  @Test
  void returnsMetricsInPrometheusFormat() throws Exception {
    HttpResponse<String> response = send("GET");

    assertThat(response.body()).contains("attestor_");
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
  }

  @Test
  void rejectsOtherHttpMethods() throws Exception {
    assertThat(send("POST").statusCode()).isEqualTo(405);
  }
}
