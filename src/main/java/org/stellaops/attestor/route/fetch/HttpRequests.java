package org.stellaops.attestor.route.fetch;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.Headers;
import org.apache.camel.Variable;
import org.apache.camel.component.http.HttpConstants;
import org.apache.camel.component.http.HttpMethods;
import org.jspecify.annotations.Nullable;

/** Writes what the HTTP endpoint sends: one endpoint for all logs, and the address beside it. */
public final class HttpRequests {
  private static final String REDELIVERY_HEADERS = "CamelRedelivery";

  /**
   * Makes the headers those of a request for what is at an address. Nothing of an earlier answer
   * goes out; only Camel's count of the tries stays.
   *
   * @return the body of a question that is posted; null for all else, which is got
   */
  public @Nullable String write(
      @Variable("location") FetchLocation location, @Headers Map<String, Object> headers) {
    FetchRequest request = location.request();
    headers.keySet().removeIf(name -> !name.startsWith(REDELIVERY_HEADERS));
    headers.put(HttpConstants.HTTP_URI, location.prefix().toString());
    headers.put(HttpConstants.HTTP_PATH, request.path());
    headers.put(HttpConstants.HTTP_QUERY, request.query());
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
