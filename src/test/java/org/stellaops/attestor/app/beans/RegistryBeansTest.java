package org.stellaops.attestor.app.beans;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Headers;
import org.apache.camel.Variable;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.RunMode;
import org.stellaops.attestor.app.TestStore;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.route.airgap.BundleListener;
import org.stellaops.attestor.route.sync.SyncListener;
import org.stellaops.attestor.route.sync.TileBudget;

/** What the routes call by name is there, and can be called in the way they do. */
class RegistryBeansTest {
  private static final List<Class<? extends Annotation>> SOURCES =
      List.of(
          Body.class,
          Variable.class,
          Header.class,
          Headers.class,
          ExchangeProperty.class,
          ExchangeException.class);

  /** The elements of a route whose method returns a boolean. */
  private static final Set<String> PREDICATES = Set.of("when", "filter", "loop", "retryWhile");

  @TempDir private static Path directory;
  private static PostgresStore store;
  private static DefaultCamelContext context;

  @BeforeAll
  static void bind() {
    String yaml =
        "attestor: {checkpointStore: {connectionString: '" + TestStore.connectionString() + "'}}";
    Settings settings = new SettingsLoader(directory, directory).parse("test.yaml", yaml);
    store = PostgresStore.openPooled(settings, "test");
    context = new DefaultCamelContext();
    new RegistryBeans(
            new ObjectGraph(
                settings,
                store,
                TileBudget.UNLIMITED,
                Duration.ZERO,
                SyncListener.NONE,
                BundleListener.NONE,
                Clock.systemUTC()),
            RunMode.DAEMON)
        .configure(context);
  }

  @AfterAll
  static void close() {
    store.close();
  }

  /** A call of a bean from a route: where, the bean, its method, and whether it is a question. */
  record Call(String file, String ref, String method, boolean predicate) {}

  static List<Call> calls() throws IOException {
    List<Call> calls = new ArrayList<>();
    for (Path file : files()) {
      collectCalls(file.getFileName().toString(), "", tree(file), calls);
    }
    return calls;
  }

  @Test
  void routesCallBeans() throws IOException {
    assertThat(calls()).hasSizeGreaterThan(40);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void beanIsBoundWithExactlyOneMethod(Call call) {
    Object bean = context.getRegistry().lookupByName(call.ref());
    assertThat(bean).as("bean '%s'", call.ref()).isNotNull();

    List<Method> methods =
        Arrays.stream(bean.getClass().getMethods())
            .filter(method -> method.getName().equals(call.method()))
            .toList();

    assertThat(methods).as("%s.%s", call.ref(), call.method()).hasSize(1);
    assertThat(methods.get(0).getReturnType() == boolean.class)
        .as("%s.%s is asked %s", call.ref(), call.method(), call.predicate())
        .isEqualTo(call.predicate());
  }

  @ParameterizedTest
  @MethodSource("calls")
  void everyParameterIsAnnotated(Call call) {
    Object bean = context.getRegistry().lookupByName(call.ref());
    Arrays.stream(bean.getClass().getMethods())
        .filter(method -> method.getName().equals(call.method()))
        .flatMap(method -> Arrays.stream(method.getParameters()))
        .forEach(parameter ->
            assertThat(hasSource(parameter))
                .as("%s of %s.%s", parameter, call.ref(), call.method())
                .isTrue());
  }

  @Test
  void poolsAndProcessorsAreBound() throws IOException {
    List<String> pools = new ArrayList<>();
    List<String> processors = new ArrayList<>();
    for (Path file : files()) {
      tree(file).findValues("executorService").forEach(name -> pools.add(name.asText()));
      tree(file)
          .findValues("onExceptionOccurredRef")
          .forEach(name -> processors.add(name.asText()));
    }
    assertThat(pools)
        .isNotEmpty()
        .allSatisfy(name ->
            assertThat(context.getExecutorServiceManager().getThreadPoolProfile(name))
                .as(name)
                .isNotNull());
    assertThat(processors)
        .isNotEmpty()
        .allSatisfy(
            name -> assertThat(context.getRegistry().lookupByName(name)).as(name).isNotNull());
    assertThat(context.getRegistry().lookupByName("dataSource")).isNotNull();
  }

  private static boolean hasSource(Parameter parameter) {
    return SOURCES.stream().anyMatch(parameter::isAnnotationPresent);
  }

  private static void collectCalls(String file, String key, JsonNode node, List<Call> calls) {
    if (node.isObject() && node.has("ref") && node.has("method")) {
      boolean predicate = PREDICATES.contains(key);
      calls.add(new Call(file, node.get("ref").asText(), node.get("method").asText(), predicate));
    }
    if (node.isObject()) {
      node.properties()
          .forEach(child -> {
            boolean wrapped = child.getKey().equals("method");
            collectCalls(file, wrapped ? key : child.getKey(), child.getValue(), calls);
          });
    } else {
      node.forEach(item -> collectCalls(file, key, item, calls));
    }
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/resources/routes"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static JsonNode tree(Path file) throws IOException {
    return new ObjectMapper(new YAMLFactory()).readTree(file.toFile());
  }
}
