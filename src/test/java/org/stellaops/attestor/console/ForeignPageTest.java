package org.stellaops.attestor.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.web.RawRequest;
import org.stellaops.attestor.web.RawRequest.Response;

/** The real console, with an operator logged in whose browser opens pages of other sites. */
class ForeignPageTest {
  private static final String OWN_PAGE = "POST /hawtio/jolokia/";
  private static final String JSON = "Content-Type: application/json";
  private static final String PAUSE =
      "{'type':'exec','mbean':'org.stellaops.attestor:type=Backend,name=page','operation':'pause'}"
          .replace('\'', '"');
  private static final AtomicInteger PAUSES = new AtomicInteger();

  private static HawtioConsole console;
  private static ObjectName name;
  private static String session;
  private static Response login;

  /** Backends have more; the name and this operation are what a foreign page would use. */
  public interface PausableMXBean {
    void pause();
  }

  @BeforeAll
  static void start() throws Exception {
    name = new ObjectName("org.stellaops.attestor:type=Backend,name=page");
    PausableMXBean bean = PAUSES::incrementAndGet;
    ManagementFactory.getPlatformMBeanServer()
        .registerMBean(new javax.management.StandardMBean(bean, PausableMXBean.class, true), name);
    console =
        HawtioConsole.start(
            "127.0.0.1", 0, "stella.example.org", new ConsoleAccount("operator", "pw"));
    login = logIn("Host: " + authority());
    session = cookie(login);
  }

  @AfterAll
  static void stop() throws Exception {
    console.close();
    ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
  }

  @Test
  void operatorCanAct() throws IOException {
    int before = PAUSES.get();

    Response response = send(OWN_PAGE, PAUSE, JSON, host(), "Origin: http://" + authority());

    assertThat(response.text()).contains("\"status\":200");
    assertThat(PAUSES).hasValue(before + 1);
    assertThat(response.header("Access-Control-Allow-Origin")).isEmpty();
  }

  /** The header lines of requests that a browser sends for a page of another site. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://evil.example",
        "Origin: null",
        "Origin: http://localhost:1",
        "Origin: http://127.0.0.1",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
        "Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: navigate|Sec-Fetch-Dest: document",
        "X-Forwarded-Host: evil.example|Origin: http://evil.example"
      })
  void foreignPageCannotAct(String headers) throws IOException {
    int before = PAUSES.get();
    List<String> lines = new ArrayList<>(List.of(headers.split("\\|")));
    lines.add(JSON);
    lines.add(host());

    Response response = send(OWN_PAGE, PAUSE, lines.toArray(String[]::new));

    assertThat(response.status()).as(response.text()).isIn(403, 421);
    assertThat(response.header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(PAUSES).hasValue(before);
  }

  /** What a page can send without asking the server before: a form, an image, a frame. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "text/plain; charset=application/json",
        "application/jsonp",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        ""
      })
  void onlyJsonIsAccepted(String type) throws IOException {
    int before = PAUSES.get();

    Response response =
        type.isEmpty()
            ? send(OWN_PAGE, PAUSE, host())
            : send(OWN_PAGE, PAUSE, host(), "Content-Type: " + type);

    assertThat(response.status()).as(response.text()).isEqualTo(403);
    assertThat(PAUSES).hasValue(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /hawtio/jolokia/exec/org.stellaops.attestor:type=Backend,name=page/pause",
        "GET /hawtio//jolokia/exec/org.stellaops.attestor:type=Backend,name=page/pause",
        "GET /hawtio/%6aolokia/exec/org.stellaops.attestor:type=Backend,name=page/pause",
        "GET /hawtio/jolokia;x=1/exec/org.stellaops.attestor:type=Backend,name=page/pause",
        "GET /hawtio/x/../jolokia/exec/org.stellaops.attestor:type=Backend,name=page/pause",
        "HEAD /hawtio/jolokia/exec/org.stellaops.attestor:type=Backend,name=page/pause",
        "OPTIONS /hawtio/jolokia/"
      })
  void methodsOtherThanPostDoNothing(String line) throws IOException {
    int before = PAUSES.get();

    Response response = send(line, "", host());

    assertThat(response.text()).doesNotContain("\"status\":200");
    assertThat(response.header("Access-Control-Allow-Methods")).isEmpty();
    assertThat(PAUSES).hasValue(before);
  }

  /** DNS rebinding: the name of the page's own site resolves to this host all of a sudden. */
  @ParameterizedTest
  @ValueSource(strings = {"/", "/hawtio/", "/hawtio/index.html", "/hawtio/user", "/nothing"})
  void reboundNameReadsNothing(String path) throws IOException {
    String rebound = "Host: evil.example:" + console.url().getPort();

    Response response = send("GET " + path, "", rebound);

    assertThat(response.status()).isEqualTo(421);
    assertThat(response.text()).contains("'evil.example").contains("attestor.console.hostNames");
    assertThat(send(OWN_PAGE, PAUSE, rebound, JSON, "X-Forwarded-Host: localhost").status())
        .isEqualTo(421);
  }

  @Test
  void foreignPageCannotFrameTheConsole() throws IOException {
    Response page = send("GET /hawtio/index.html", "", host());

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("X-Frame-Options")).contains("DENY");
    assertThat(page.header("Content-Security-Policy").orElseThrow())
        .contains("frame-ancestors 'none'")
        .doesNotContain("http");
    assertThat(page.header("Cross-Origin-Resource-Policy")).contains("same-origin");
    assertThat(send("GET /hawtio/index.html", "", host(), "Sec-Fetch-Site: cross-site").status())
        .isEqualTo(403);
  }

  @Test
  void cookieStaysInTheBrowserAndOnTheSite() throws IOException {
    assertThat(login.header("Set-Cookie").orElseThrow())
        .contains("HttpOnly")
        .containsIgnoringCase("SameSite=Strict")
        .doesNotContain("Secure");
    Response second = logIn("Host: " + authority(), "Cookie: STELLA_CONSOLE=chosen-by-attacker");
    assertThat(cookie(second)).doesNotContain("chosen-by-attacker");
  }

  @Test
  void logoutEndsTheSession() throws IOException {
    String own = "Cookie: " + cookie(logIn(host()));
    List<String> headers = List.of(host(), own, JSON);
    int port = console.url().getPort();
    assertThat(new RawRequest(OWN_PAGE, headers, PAUSE).send(port).text()).contains(":200");

    Response logout = new RawRequest("GET /hawtio/auth/logout", headers, "").send(port);

    assertThat(logout.status()).as(logout.text()).isLessThan(400);
    assertThat(new RawRequest(OWN_PAGE, headers, PAUSE).send(port).status()).isEqualTo(403);
  }

  /** nginx with {@code proxy_set_header Host $http_host} and {@code X-Forwarded-Proto $scheme}. */
  @Test
  void worksBehindTlsProxy() throws IOException {
    String[] proxy = {
      "Host: stella.example.org",
      "X-Forwarded-Proto: https",
      "X-Forwarded-For: 192.0.2.7",
      "Origin: https://stella.example.org"
    };
    Response secured = logIn(proxy);
    assertThat(secured.header("Set-Cookie").orElseThrow()).contains("Secure");
    int before = PAUSES.get();

    Response response =
        new RawRequest(
                OWN_PAGE,
                List.of(JSON, "Cookie: " + cookie(secured), proxy[0], proxy[1], proxy[2], proxy[3]),
                PAUSE)
            .send(console.url().getPort());

    assertThat(response.text()).contains("\"status\":200");
    assertThat(PAUSES).hasValue(before + 1);
    assertThat(send("GET /", "", proxy).header("Location").orElseThrow())
        .isIn("/hawtio/camel", "https://stella.example.org/hawtio/camel");
  }

  /** As with curl and Prometheus, which send neither an origin nor a cookie. */
  @Test
  void rootLeadsToTheRoutes() throws IOException {
    Response response = send("GET /", "", host());

    assertThat(response.status()).isEqualTo(302);
    assertThat(response.header("Location").orElseThrow()).endsWith("/hawtio/camel");
  }

  /** Even a logged-in user cannot run code, read files or reach other processes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'exec','mbean':'com.sun.management:type=DiagnosticCommand','operation':'vmFlags'}",
        "{'type':'read','mbean':'com.sun.management:type=HotSpotDiagnostic'}",
        "{'type':'read','mbean':'java.lang:type=Runtime','attribute':'SystemProperties'}",
        "{'type':'read','mbean':'java.lang:type=Runtime','attribute':'InputArguments'}",
        "{'type':'exec','mbean':'java.lang:type=Memory','operation':'gc'}",
        "{'type':'write','mbean':'java.lang:type=Memory','attribute':'Verbose','value':true}",
        "{'type':'read','mbean':'java.util.logging:type=Logging'}",
        "{'type':'exec','mbean':'org.apache.camel:context=c,type=context,name=\\'c\\'',"
            + "'operation':'sendStringBody(java.lang.String,java.lang.String)','arguments':['a','b']}",
        "{'type':'exec','mbean':'org.apache.camel:context=c,type=context,name=\\'c\\'',"
            + "'operation':'createEndpoint(java.lang.String)','arguments':['file:/etc']}",
        "{'type':'exec','mbean':'org.apache.camel:context=c,type=routes,name=\\'r\\'',"
            + "'operation':'updateRouteFromXml','arguments':['a']}",
        "{'type':'exec','mbean':'hawtio:type=security,name=RBACRegistry','operation':'list()'}",
        "{'type':'exec','mbean':'hawtio:type=LocalJVM','operation':'listLocalJVMs()'}"
      })
  void policyAllowsOwnAndCamelBeansOnly(String request) throws IOException {
    String json = request.replace("\\'", "\\\\\"").replace('\'', '"').replace("\\\\\"", "\\\"");

    Response response = send(OWN_PAGE, json, host(), JSON);

    assertThat(response.text()).doesNotContain("\"status\":200");
    assertThat(response.text()).containsPattern("\"status\":(403|400)|HTTP/1.1 403");
  }

  @Test
  void javasOwnOperationsAreNotListed() throws IOException {
    Response response = send(OWN_PAGE, "{\"type\":\"list\"}", host(), JSON);

    assertThat(response.text()).contains("org.stellaops.attestor").doesNotContain("vmFlags");
  }

  @Test
  void otherProcessesAreOutOfReach() throws IOException {
    assertThat(send("GET /hawtio/proxy/http/127.0.0.1/1/", "", host()).status()).isEqualTo(404);
  }

  private static String authority() {
    return "127.0.0.1:" + console.url().getPort();
  }

  private static String host() {
    return "Host: " + authority();
  }

  private static Response logIn(String... headers) throws IOException {
    List<String> lines = new ArrayList<>(List.of(headers));
    lines.add(JSON);
    return new RawRequest(
            "POST /hawtio/auth/login", lines, "{\"username\":\"operator\",\"password\":\"pw\"}")
        .send(console.url().getPort());
  }

  private static String cookie(Response response) {
    return response.header("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
  }

  private static Response send(String line, String body, String... headers) throws IOException {
    List<String> lines = new ArrayList<>(List.of(headers));
    lines.add("Cookie: " + session);
    return new RawRequest(line, lines, body).send(console.url().getPort());
  }
}
