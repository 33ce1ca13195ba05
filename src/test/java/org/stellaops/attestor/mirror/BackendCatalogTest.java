package org.stellaops.attestor.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.testlog.FakeLog;

class BackendCatalogTest {
  private static final Backend ONE = backend("one", "one.example");
  private static final Backend TWO = backend("two", "two.example");

  @Test
  void keepsConfiguredOrder() {
    BackendCatalog catalog = new BackendCatalog(List.of(TWO, ONE));

    assertThat(catalog.ids()).containsExactly("two", "one");
    assertThat(catalog.keys()).containsExactly(TWO.log().key(), ONE.log().key());
    assertThat(catalog.get("one")).isEqualTo(ONE);
    assertThat(catalog.find("two")).contains(TWO);
  }

  @Test
  void unknownBackendIsConfigurationErrorThatListsKnownIds() {
    BackendCatalog catalog = new BackendCatalog(List.of(TWO, ONE));

    assertThat(catalog.find("three")).isEmpty();
    assertThatThrownBy(() -> catalog.get("three"))
        .hasMessage("there is no backend 'three'")
        .isInstanceOfSatisfying(
            AttestorException.class,
            unknown -> {
              assertThat(unknown.failure()).isEqualTo(Failure.CONFIGURATION);
              assertThat(unknown.hint()).isEqualTo("configured are: two, one");
            });
  }

  @Test
  void rejectsDuplicateIdOrOrigin() {
    assertThatThrownBy(() -> new BackendCatalog(List.of(ONE, backend("one", "two.example"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new BackendCatalog(List.of(ONE, backend("two", "one.example"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void catalogIsImmutable() {
    List<Backend> list = new ArrayList<>(List.of(ONE));
    BackendCatalog catalog = new BackendCatalog(list);
    list.add(TWO);

    assertThat(catalog.ids()).containsExactly("one");
  }

  @Test
  void backendNeedsReadUrlsThatEndInSlash() {
    assertThatThrownBy(() -> TestBackends.of(LogKind.TILES, "one", ONE.log(), List.of(), true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TestBackends.tiles("one", ONE.log(), "https://one.example", true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Backend backend(String id, String origin) {
    return TestBackends.tiles(
        id, FakeLog.named(origin).identity(), "https://" + origin + "/", true);
  }
}
