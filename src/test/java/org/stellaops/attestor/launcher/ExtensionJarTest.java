package org.stellaops.attestor.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/**
 * An installation whose ext/ has a jar with a Camel component and a bean for an operator's route.
 */
@Timeout(180)
class ExtensionJarTest {
  private static final String COMPONENT =
      """
      package org.example;
      import org.apache.camel.support.*;
      public class SiteComponent extends DefaultComponent {
        protected org.apache.camel.Endpoint createEndpoint(
            String uri, String name, java.util.Map<String, Object> parameters) {
          return new DefaultEndpoint(uri, this) {
            public org.apache.camel.Consumer createConsumer(org.apache.camel.Processor p) {
              throw new IllegalStateException("routes only send to it");
            }
            public org.apache.camel.Producer createProducer() {
              return new DefaultProducer(this) {
                public void process(org.apache.camel.Exchange exchange) {
                  exchange.getMessage().setBody("component " + name);
                }
              };
            }
          };
        }
      }
      """;
  private static final String BEAN =
      """
      package org.example;
      public class SiteBean {
        public String add(String body) { return body + ", bean"; }
      }
      """;

  @TempDir private Path directory;
  private Path home;
  private Path ext;
  private ProgramRunner runner;

  @BeforeEach
  void installation() throws IOException {
    home = Files.createDirectories(directory.resolve("an installation"));
    ext = Files.createDirectories(home.resolve("ext"));
    Path launcher = Files.createDirectories(home.resolve("bin")).resolve("stella");
    Files.copy(Path.of("bin/stella"), launcher);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    programJar(home);
    runner =
        new ProgramRunner(directory)
            .with("JAVA_HOME", System.getProperty("java.home"))
            .with("XDG_CACHE_HOME", "/dev/null");
  }

  @Test
  void aDaemonRunsARouteWithAComponentAndABeanOfAJarInExt() throws Exception {
    extensionJar();
    Path routes = Files.createDirectories(directory.resolve("routes"));
    Path received = directory.resolve("received.txt");
    Files.writeString(
        routes.resolve("site.camel.yaml"),
        """
        - route:
            id: site-ext
            from:
              uri: "timer:once?repeatCount=1&delay=0"
              steps:
                - to: "site:north"
                - bean: {beanType: org.example.SiteBean, method: add}
                - to: "file:%s?fileName=received.txt&tempPrefix=."
        """
            .formatted(directory));
    FakeLog log = FakeLog.named("ext.example/log").grow(3);
    try (FakeLogServer server = FakeLogServer.start(log)) {
      Path config =
          new TestConfiguration(directory)
              .follow("log", log, server.url())
              .program("routesDir", '"' + routes.toString() + '"')
              .daemon(freePort())
              .file();
      ProgramRunner.RunningProgram daemon =
          runner.start(
              home.resolve("bin/stella"), "attestor", "run", "--config", config.toString());
      try {
        boolean hasEnded = false;
        while (!Files.exists(received) && !hasEnded) {
          hasEnded = daemon.process().waitFor(100, TimeUnit.MILLISECONDS);
        }
        assertThat(received)
            .as(Files.readString(daemon.out()) + Files.readString(daemon.err()))
            .hasContent("component north, bean");
      } finally {
        daemon.process().destroy();
        daemon.await();
      }
    }
  }

  @Test
  void aWorldWritableExtIsRejectedByTheCommandsThatLoadIt() throws Exception {
    extensionJar();
    Files.setPosixFilePermissions(ext, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path launcher = home.resolve("bin/stella");

    ProgramRunner.Result start = runner.run(launcher, "attestor", "run");
    assertThat(start.status()).isEqualTo(3);
    assertThat(start.err()).contains("everybody can write to " + ext.toRealPath(), "chmod o-w");
    assertThat(runner.run(launcher, "--version").status()).isZero();
  }

  /** A jar that has the classes under test on its class path, as that of a build has lib/. */
  static void programJar(Path home) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" ")));
    new JarOutputStream(Files.newOutputStream(home.resolve("stella-attestor.jar")), manifest)
        .close();
  }

  private void extensionJar() throws IOException {
    Path classes = Files.createDirectories(directory.resolve("classes/org/example"));
    List<Path> sources =
        List.of(
            Files.writeString(classes.resolve("SiteComponent.java"), COMPONENT),
            Files.writeString(classes.resolve("SiteBean.java"), BEAN));
    for (Path source : sources) {
      int status =
          ToolProvider.getSystemJavaCompiler()
              .run(
                  null,
                  null,
                  null,
                  "-proc:none",
                  "-cp",
                  System.getProperty("java.class.path"),
                  source.toString());
      assertThat(status).isZero();
    }
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(ext.resolve("site.jar")));
        Stream<Path> files = Files.list(classes)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        add(jar, "org/example/" + file.getFileName(), Files.readAllBytes(file));
      }
      add(
          jar,
          "META-INF/services/org/apache/camel/component/site",
          "class=org.example.SiteComponent\n".getBytes(UTF_8));
    }
  }

  private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(content);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
