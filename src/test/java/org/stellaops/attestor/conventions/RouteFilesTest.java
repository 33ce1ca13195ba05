package org.stellaops.attestor.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stellaops.attestor.conventions.RouteFile.Item;

class RouteFilesTest {
  private static final RouteSchema SCHEMA = new RouteSchema();
  private static final Path ROUTES = Path.of("src/main/resources/routes");

  @TempDir private Path folder;

  @Test
  void shippedRoutesFollowTheRules() throws IOException {
    assertThat(violations(ROUTES)).isEmpty();
  }

  @Test
  void fewConfigurationsHandleErrors() throws IOException {
    assertThat(RouteFile.readAll(ROUTES).stream().flatMap(file -> file.items().stream()))
        .filteredOn(item -> item.kind().equals("routeConfiguration"))
        .hasSizeLessThanOrEqualTo(5);
  }

  @Test
  void acceptsAGoodSample() throws IOException {
    assertThat(violations(Path.of("src/test/resources/conventions"))).isEmpty();
  }

  /** Each line changes one thing in the good sample, and says what is then complained about. */
  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "stopOnException: true | stopOnException: 'true' | string found, boolean expected",
        "streaming: true | streeming: true | 'streeming' is not defined",
        "id: mirror-tiles | id: mirrorTiles | route 'mirrorTiles' has an id that is not in"
            + " kebab-case",
        "id: fetch-tile | id: mirror-tiles | route 'mirror-tiles' is there 2 times",
        "description: Fetch one tile | group: sync | route 'fetch-tile' has no description",
        "description: Fetch one tile | description: fetch one tile | in bad style: 'fetch one"
            + " tile'",
        "description: Fetch one tile | description: Fetch one tile. | in bad style: 'Fetch one"
            + " tile.'",
        "description: Fetch one tile | description: Nobody fetches tiles | style: 'Nobody fetches",
        "id: admit-tile | note: none | has a step 'bean' without an id in kebab-case",
        "id: admit-tile | id: AdmitTile | has a step 'bean' without an id in kebab-case",
        "id: admit-tile | id: each-tile | node 'each-tile' is there 2 times",
        "id: try-again | id: be-polite | node 'be-polite' is there 2 times",
        "id: if-tile-is-there | id: is-tile-there | node 'is-tile-there' is there 2 times",
        "- routeConfiguration | - routeConfigurations | is none of",
        "routeConfigurationId: retries | group: sync | does not name its routeConfigurationId",
        "routeConfigurationId: retries | routeConfigurationId: '*' | does not name its routeConf",
        "routeConfigurationId: retries | routeConfigurationId: other | 'other' is named and not"
            + " there",
        "name: fetch-tile | name: get-tile | direct:get-tile is called and has no route",
        "uri: timer | uri: direct:fetch-tile | consumer of direct: 'fetch-tile' is there 2 times",
        "{{attestor.tiles.rate}} | {{tiles.rate}} | placeholder 'tiles.rate' outside",
        "{{attestor.tiles.rate}} | {{env:RATE}} | placeholder 'env:RATE' outside",
        "synchronous: true | synchronous: false | polls without 'synchronous: true'",
        "simple: | groovy: | contains a script: 'groovy'",
      })
  void detectsEachViolation(String good, String bad, String violation) throws IOException {
    changeSample(good, bad);

    assertThat(violations(folder)).anySatisfy(each -> assertThat(each).contains(violation));
  }

  private void changeSample(String good, String bad) throws IOException {
    String sample = Files.readString(Path.of("src/test/resources/conventions/sample.camel.yaml"));
    assertThat(sample).contains(good);
    Files.writeString(
        folder.resolve("bad.camel.yaml"), sample.replaceFirst(Pattern.quote(good), bad));
  }

  private static List<String> violations(Path folder) throws IOException {
    List<RouteFile> files = RouteFile.readAll(folder);
    List<Item> items = files.stream().flatMap(file -> file.items().stream()).toList();
    return Stream.of(
            files.stream().flatMap(SCHEMA::violations),
            items.stream().flatMap(RouteRules::violations),
            new RouteReferences(items).violations())
        .flatMap(each -> each)
        .toList();
  }
}
