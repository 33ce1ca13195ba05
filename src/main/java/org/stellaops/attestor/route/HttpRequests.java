package org.stellaops.attestor.route;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.Headers;
import org.apache.camel.Variable;
import org.apache.camel.component.http.HttpConstants;
import org.apache.camel.component.http.HttpMethods;
import org.jspecify.annotations.Nullable;

/** Writes what the HTTP endpoint sends: one endpoint for all logs, and the address beside it. */
public final class HttpRequests {
  private static final String COUNTS_OF_TRIES = "CamelRedelivery";

  /**
   * Makes the headers those of a request for what is at an address. Nothing of an earlier answer
   * goes out; only Camel's count of the tries stays.
   *
   * @return the body of a question that is posted; null for all else, which is got
   */
  public @Nullable String write(
      @Variable("address") Address address, @Headers Map<String, Object> headers) {
    Request request = address.request();
    headers.keySet().removeIf(name -> !name.startsWith(COUNTS_OF_TRIES));
    headers.put(HttpConstants.HTTP_URI, address.prefix().toString());
    headers.put(HttpConstants.HTTP_PATH, request.path());
    headers.put(HttpConstants.HTTP_QUERY, request.query());
    if (request.pastCaches()) {
      headers.put("Cache-Control", "no-cache");
      // for caches that know HTTP/1.0 only
      headers.put("Pragma", "no-cache");
    }
    Optional<String> posted = request.question().flatMap(Question::body);
    headers.put(
        HttpConstants.HTTP_METHOD, posted.map(b -> HttpMethods.POST).orElse(HttpMethods.GET));
    posted.ifPresent(body -> headers.put(HttpConstants.CONTENT_TYPE, "application/json"));
    return posted.orElse(null);
  }
}
