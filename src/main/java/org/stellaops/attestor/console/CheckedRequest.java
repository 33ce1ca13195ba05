package org.stellaops.attestor.console;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** A request whose origin has been checked. */
final class CheckedRequest extends Request.Wrapper {
  /** The only origin that Jolokia's policy accepts; no browser can send it. */
  private static final HttpField CHECKED_ORIGIN =
      new HttpField(HttpHeader.ORIGIN, "http://console.invalid");

  private final HttpFields headers;

  CheckedRequest(Request request) {
    super(request);
    headers = HttpFields.build(request.getHeaders()).put(CHECKED_ORIGIN).remove("Referer");
  }

  @Override
  public HttpFields getHeaders() {
    return headers;
  }
}
