package org.stellaops.attestor.cli.startup;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import org.stellaops.attestor.failure.SafeText;

/**
 * The health check of the container image, which has no other HTTP client: {@code HealthProbe
 * http://127.0.0.1:9464/health/live}. Exit status 0 if the answer within 5 seconds has status 200,
 * otherwise 1 with one line on standard error.
 */
public final class HealthProbe {
  private static final int TIMEOUT_MILLIS = 5000;

  private HealthProbe() {}

  public static void main(String[] url) {
    String problem = url.length == 1 ? problem(url[0]) : "usage: HealthProbe URL";
    if (!problem.isEmpty()) {
      System.err.println(SafeText.line(problem));
      System.exit(1);
    }
  }

  /** Empty if the URL answers with status 200. */
  private static String problem(String url) {
    try {
      // a proxy for logs must not be asked for the loopback address
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      connection.setInstanceFollowRedirects(false);
      int status = connection.getResponseCode();
      return status == HttpURLConnection.HTTP_OK ? "" : url + ": HTTP status " + status;
    } catch (IOException | IllegalArgumentException | ClassCastException e) {
      return url + ": " + e.getMessage();
    }
  }
}
