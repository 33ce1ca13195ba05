package org.stellaops.attestor.console;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** A response without permissions for other sites. */
final class CheckedResponse extends Response.Wrapper {
  /** Hawtio's own policy has scripts of a content delivery network in addition. */
  private static final HttpField POLICY =
      new HttpField(
          "Content-Security-Policy",
          "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src"
              + " 'self' data:; worker-src 'self' blob:; object-src 'none'; base-uri 'self';"
              + " form-action 'self'; frame-ancestors 'none'");

  private final HttpFields.Mutable headers;

  CheckedResponse(Request request, Response response) {
    super(request, response);
    headers =
        new HttpFields.Mutable.Wrapper(response.getHeaders()) {
          @Override
          public @Nullable HttpField onAddField(HttpField field) {
            return checked(field);
          }

          @Override
          public @Nullable HttpField onReplaceField(HttpField before, HttpField field) {
            return checked(field);
          }
        };
  }

  private static @Nullable HttpField checked(HttpField field) {
    if (field.is(POLICY.getName())) {
      return POLICY;
    }
    return field.getName().startsWith("Access-Control-") ? null : field;
  }

  @Override
  public HttpFields.Mutable getHeaders() {
    return headers;
  }
}
