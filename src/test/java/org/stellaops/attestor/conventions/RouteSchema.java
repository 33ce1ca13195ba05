package org.stellaops.attestor.conventions;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.Stream;

/** The schema that Camel publishes for its YAML, from the very jar that reads our routes. */
final class RouteSchema {
  private final JsonSchema schema;

  RouteSchema() {
    try (InputStream in = RouteSchema.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
      schema = JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Stream<String> violations(RouteFile file) {
    return schema.validate(file.content()).stream()
        .map(message -> "%s: %s".formatted(file.name(), message));
  }
}
