package org.stellaops.attestor.conventions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A file of routes as Camel reads it: a list of objects with one key each. */
record RouteFile(String name, JsonNode content) {
  /** One top-level object, as {@code route} and what is under it. */
  record Item(String file, String kind, JsonNode body) {
    String id() {
      return body.path("id").asText();
    }

    @Override
    public String toString() {
      return "%s: %s '%s'".formatted(file, kind, id());
    }
  }

  /** An object somewhere in an item, and the key that it stands behind. */
  record Node(String key, JsonNode node) {}

  static RouteFile read(Path file) {
    try {
      Object yaml = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
      return new RouteFile(file.getFileName().toString(), new ObjectMapper().valueToTree(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files below a folder by path; none where there is no such folder. */
  static List<RouteFile> readAll(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".camel.yaml"))
          .sorted()
          .map(RouteFile::read)
          .toList();
    }
  }

  List<Item> items() {
    List<Item> items = new ArrayList<>();
    content.forEach(each ->
        each.properties().forEach(e -> items.add(new Item(name, e.getKey(), e.getValue()))));
    return items;
  }

  /** Every value at any depth with the key before it; an element of a list has the list's key. */
  static Stream<Node> descendants(String key, JsonNode node) {
    Stream<Node> below =
        node.isObject()
            ? node.properties().stream().flatMap(e -> descendants(e.getKey(), e.getValue()))
            : node.valueStream().flatMap(each -> descendants(key, each));
    return Stream.concat(Stream.of(new Node(key, node)), below);
  }
}
