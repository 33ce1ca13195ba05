package org.stellaops.attestor.cli.mirror;

import java.util.List;
import org.stellaops.attestor.app.Retention;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.json.JsonObject;
import org.stellaops.attestor.mirror.store.PurgeStore.TableSize;

/** Formats the result of {@code checkpoint-store test}. */
record StoreView(String name, Settings settings, List<TableSize> sizes) {
  String text() {
    TextTable table = new TextTable("Table", "Rows", "Size", "Oldest", "Kept");
    for (TableSize size : sizes) {
      table.row(
          size.table().label(),
          Format.count(size.rows()),
          Format.bytes(size.bytes()),
          Format.time(size.oldest()),
          Retention.describe(size.table(), settings));
    }
    return "good: " + name + "\n\n" + table;
  }

  /** Returns the fields of {@code -o json}. */
  JsonObject json() {
    return new JsonObject()
        .with("good", true)
        .with("store", name)
        .with("tables", sizes.stream().map(this::json).toList());
  }

  private JsonObject json(TableSize size) {
    return new JsonObject()
        .with("table", size.table().label())
        .with("rows", size.rows())
        .with("bytes", size.bytes())
        .with("oldest", size.oldest().map(Object::toString).orElse(null))
        .with("kept", Retention.describe(size.table(), settings));
  }
}
