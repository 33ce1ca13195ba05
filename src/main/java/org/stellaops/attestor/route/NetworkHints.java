package org.stellaops.attestor.route;

import java.net.UnknownHostException;
import org.apache.camel.http.base.HttpOperationFailedException;

/** The next steps after network failures that last until an operator does something. */
final class NetworkHints {
  private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

  private NetworkHints() {}

  /** The hint of a failure: the key to set, or to wait for the next cycle. */
  static String of(String message, Throwable cause) {
    if (cause instanceof HttpOperationFailedException http && http.getStatusCode() / 100 == 3) {
      return "redirects are not followed: if the server has moved, set its new address in baseUrl,"
          + " readUrl or webhookUrl; a redirect to a login is of a captive portal";
    }
    if (isProxyAuthentication(message, cause)) {
      return "set attestor.rekorSync.proxyCredentialsFile to a file with user:password";
    }
    if (message.contains("CONNECT refused by proxy")) {
      return "have the proxy allow this host, or set attestor.rekorSync.noProxy";
    }
    if (cause instanceof UnknownHostException) {
      return "check the name; if only a proxy reaches the host, set attestor.rekorSync.proxy";
    }
    if (message.contains("PKIX path")
        || message.contains("unable to find valid certification path")) {
      return "if the certificate is from a private CA, or a proxy opens TLS, set"
          + " attestor.rekorSync.caFile to the certificate of that CA (PEM)";
    }
    return "the next cycle retries; check the URL and the network";
  }

  private static boolean isProxyAuthentication(String message, Throwable cause) {
    return cause instanceof HttpOperationFailedException http
        ? http.getStatusCode() == PROXY_AUTHENTICATION_REQUIRED
        : message.contains("CONNECT refused by proxy") && message.contains(" 407");
  }
}
