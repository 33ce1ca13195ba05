package org.stellaops.attestor.route.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.tlog.Tile;

class HttpRequestsTest {
  private final HttpRequests requests =
      new HttpRequests(new HostBackoff(Duration.ZERO, Clock.systemUTC()));
  private final TestFetchContext context = new TestFetchContext("log");
  private final Map<String, Object> headers = new HashMap<>();

  private String prepare(FetchRequest request) {
    URI prefix = URI.create("https://log.example/");
    return requests.prepare(
        new FetchAttempt(List.of(new FetchAttempt.Location(request, prefix))), context, headers);
  }

  @Test
  void countsEveryRequest() {
    prepare(FetchRequest.checkpoint("log"));
    prepare(FetchRequest.checkpoint("log"));

    assertThat(context.counters().requests()).isEqualTo(2);
  }

  @Test
  void replacesHeadersOfEarlierResponse() {
    headers.put("ETag", "x");
    headers.put("CamelHttpResponseCode", 404);
    headers.put("CamelRedeliveryCounter", 2);

    assertThat(prepare(FetchRequest.of("log", Tile.full(0, 5)).withNoCache())).isNull();

    assertThat(headers)
        .containsOnlyKeys(
            "CamelRedeliveryCounter",
            "CamelHttpUri",
            "CamelHttpPath",
            "CamelHttpMethod",
            "Cache-Control",
            "Pragma")
        .containsEntry("CamelHttpPath", "tile/0/005");
  }

  @Test
  void postsBodyOfApiRequest() {
    String body =
        prepare(FetchRequest.of("log", new ApiRequest("api", "", Optional.of("{}"), 1_000)));

    assertThat(body).isEqualTo("{}");
    assertThat(headers.get("CamelHttpMethod")).hasToString("POST");
    assertThat(headers).containsEntry("Content-Type", "application/json");
  }
}
