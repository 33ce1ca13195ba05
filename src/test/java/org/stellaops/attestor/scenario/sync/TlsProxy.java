package org.stellaops.attestor.scenario.sync;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** HTTPS on loopback before an HTTP server, with a certificate of its own for 127.0.0.1. */
final class TlsProxy implements AutoCloseable {
  private static final String PASSWORD = "changeit";

  private final URI backend;
  private final Path keyStore;
  private final HttpsServer server;

  private TlsProxy(URI backend, Path keyStore, HttpsServer server) {
    this.backend = backend;
    this.keyStore = keyStore;
    this.server = server;
  }

  static TlsProxy inFrontOf(URI backend, Path directory) throws Exception {
    Path keyStore = directory.resolve("tls.p12");
    createCertificate(keyStore);
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpsServer server = HttpsServer.create(anyPort, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(keyStore)));
    TlsProxy proxy = new TlsProxy(backend, keyStore, server);
    server.createContext("/", proxy::forward);
    server.start();
    return proxy;
  }

  URI url() {
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** The port that it listens on. */
  int port() {
    return server.getAddress().getPort();
  }

  /** A file with the certificate as PEM, and text before it as openssl writes. */
  Path certificate() throws GeneralSecurityException, IOException {
    byte[] der = load(keyStore).getCertificate("log").getEncoded();
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        keyStore.resolveSibling("ca.pem"),
        "Certificate:\n    Data:\n"
            + "-----BEGIN CERTIFICATE-----\n"
            + base64
            + "\n-----END CERTIFICATE-----\n");
  }

  /** Has this Java trust the certificate, and no other, for as long as something runs. */
  void runTrusted(Runnable action) {
    System.setProperty("javax.net.ssl.trustStore", keyStore.toString());
    System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
    try {
      action.run();
    } finally {
      System.clearProperty("javax.net.ssl.trustStore");
      System.clearProperty("javax.net.ssl.trustStorePassword");
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void forward(HttpExchange exchange) throws IOException {
    URI target = backend.resolve(exchange.getRequestURI().getRawPath().substring(1));
    try (exchange;
        InputStream body = target.toURL().openStream()) {
      byte[] bytes = body.readAllBytes();
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static void createCertificate(Path keyStore) throws Exception {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command =
        List.of(
            keytool.toString(),
            "-genkeypair",
            "-alias",
            "log",
            "-keyalg",
            "EC",
            "-dname",
            "CN=127.0.0.1",
            "-ext",
            "san=ip:127.0.0.1,dns:log.corp.invalid",
            "-storepass",
            PASSWORD,
            "-keystore",
            keyStore.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(output);
    }
  }

  private static KeyStore load(Path keyStore) throws GeneralSecurityException, IOException {
    KeyStore loadedKeys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keyStore)) {
      loadedKeys.load(in, PASSWORD.toCharArray());
    }
    return loadedKeys;
  }

  private static SSLContext context(Path keyStore) throws GeneralSecurityException, IOException {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(load(keyStore), PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
