package org.stellaops.attestor.route.fetch;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.Headers;
import org.apache.camel.Variable;
import org.apache.camel.component.http.HttpConstants;
import org.apache.camel.component.http.HttpMethods;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.AttestorException;

/** Prepares messages for the HTTP endpoint that all logs share. */
public record HttpRequests(HostBackoff hostBackoff) {
  private static final String REDELIVERY_HEADERS = "CamelRedelivery";

  /**
   * Waits for the back-off of the host, counts the request and sets its headers. Headers of an
   * earlier response are removed; only Camel's redelivery counter stays.
   *
   * @return the body of a POST request; null for a GET request
   * @throws AttestorException with {@code network} if the back-off is longer than a request waits
   */
  public @Nullable String prepare(
      @Variable("attempt") FetchAttempt attempt,
      @Variable("operation") FetchContext context,
      @Headers Map<String, Object> headers) {
    attempt.next();
    hostBackoff.await(attempt);
    context.counters().countRequest();
    FetchRequest request = attempt.request();
    headers.keySet().removeIf(name -> !name.startsWith(REDELIVERY_HEADERS));
    headers.put(HttpConstants.HTTP_URI, attempt.prefix().toString());
    headers.put(HttpConstants.HTTP_PATH, request.path());
    if (!request.query().isEmpty()) {
      headers.put(HttpConstants.HTTP_QUERY, request.query());
    }
    if (request.noCache()) {
      headers.put("Cache-Control", "no-cache");
      // for caches that know HTTP/1.0 only
      headers.put("Pragma", "no-cache");
    }
    Optional<String> requestBody = request.apiRequest().flatMap(ApiRequest::body);
    headers.put(
        HttpConstants.HTTP_METHOD, requestBody.map(b -> HttpMethods.POST).orElse(HttpMethods.GET));
    requestBody.ifPresent(body -> headers.put(HttpConstants.CONTENT_TYPE, "application/json"));
    return requestBody.orElse(null);
  }
}
