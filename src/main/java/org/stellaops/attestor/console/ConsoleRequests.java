package org.stellaops.attestor.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.web.BrowserCheck;
import org.stellaops.attestor.web.Refusal;

/**
 * What the console does with a request before Hawtio has it: requests that a page of another site
 * made a browser send are refused, Jolokia accepts POST of JSON only, and Hawtio's proxy to other
 * processes is closed.
 */
final class ConsoleRequests extends Handler.Wrapper {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleRequests.class);
  private static final Pattern DATA =
      Pattern.compile("/+hawtio/+(jolokia|auth|user|proxy|plugin|keycloak)(/.*)?");
  private static final Pattern JOLOKIA = Pattern.compile("/+hawtio/+jolokia(/.*)?");
  private static final Pattern PROXY = Pattern.compile("/+hawtio/+proxy/+(?!enabled$).*");

  /** Types that a page can send to another site only after the browser has asked that site. */
  private static final Pattern JSON =
      Pattern.compile("(application|text)/json( *;.*)?", Pattern.CASE_INSENSITIVE);

  private final BrowserCheck check;
  private final byte[] hawtioConfiguration = resource("/console/hawtconfig.json");

  ConsoleRequests(Handler application, BrowserCheck check) {
    super(application);
    this.check = check;
  }

  /**
   * Makes Jetty believe {@code X-Forwarded-Proto} and {@code X-Forwarded-For} of a proxy on this
   * host, of no other. It must not replace {@code Host}, which the check has to see.
   */
  @SuppressWarnings("NullAway") // null turns a header off
  static HttpConfiguration.Customizer forwardedByLoopback() {
    ForwardedRequestCustomizer forwarded = new ForwardedRequestCustomizer();
    forwarded.setForwardedHeader(null);
    forwarded.setForwardedHostHeader(null);
    forwarded.setForwardedServerHeader(null);
    forwarded.setForwardedPortHeader(null);
    return (request, responseHeaders) ->
        isLoopback(Request.getRemoteAddr(request))
            ? forwarded.customize(request, responseHeaders)
            : request;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = Request.getPathInContext(request);
    response.getHeaders().put("Cross-Origin-Resource-Policy", "same-origin");
    response.getHeaders().put("Cross-Origin-Opener-Policy", "same-origin");
    Optional<Refusal> refusal =
        check
            .refusal(request.getHeaders()::get, !DATA.matcher(path).matches() && isGet(request))
            .or(() -> jolokiaRefusal(request, path));
    if (refusal.isPresent()) {
      LOG.debug("{} {}: {}", request.getMethod(), path, refusal.get().message());
      answer(response, callback, refusal.get());
    } else if (path.equals("/")) {
      Response.sendRedirect(request, response, callback, HawtioConsole.START_PAGE);
    } else if (path.equals(HawtioConsole.PATH + "/hawtconfig.json")) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
      response.write(true, ByteBuffer.wrap(hawtioConfiguration), callback);
    } else {
      CheckedRequest checked = new CheckedRequest(request);
      return super.handle(checked, new CheckedResponse(checked, response), callback);
    }
    return true;
  }

  private static Optional<Refusal> jolokiaRefusal(Request request, String path) {
    if (PROXY.matcher(path).matches()) {
      return Optional.of(new Refusal(404, "not found: the console shows this process only"));
    }
    if (!JOLOKIA.matcher(path).matches()) {
      return Optional.empty();
    }
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    return HttpMethod.POST.is(request.getMethod()) && type != null && JSON.matcher(type).matches()
        ? Optional.empty()
        : Optional.of(new Refusal(403, "only POST of application/json is accepted here"));
  }

  private static boolean isGet(Request request) {
    return HttpMethod.GET.is(request.getMethod());
  }

  private static void answer(Response response, Callback callback, Refusal refusal) {
    response.setStatus(refusal.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    byte[] text = (refusal.message() + "\n").getBytes(StandardCharsets.UTF_8);
    response.write(true, ByteBuffer.wrap(text), callback);
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (IOException e) {
      return false;
    }
  }

  private static byte[] resource(String name) {
    try (InputStream in = ConsoleRequests.class.getResourceAsStream(name)) {
      return in == null ? new byte[0] : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
