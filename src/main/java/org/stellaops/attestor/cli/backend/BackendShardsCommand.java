package org.stellaops.attestor.cli.backend;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.Shard;
import org.stellaops.attestor.mirror.store.LogState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code backend shards}: lists the shards of a Rekor v1 server. */
@Command(
    name = "shards",
    description = {
      "List the shards of a Rekor v1 server, the active one first.",
      "A proposed shard is signed with the key of the server and must be accepted before "
          + "it is followed."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  stella attestor backend shards sigstore-prod"})
final class BackendShardsCommand implements Runnable {
  @Mixin private ConfigOption config;
  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ID", description = "The backend.")
  private String id = "";

  @Override
  public void run() {
    Settings settings = config.load();
    Backend server = BackendFactory.create(settings, id);
    try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
      List<Shard> shards = store.shards().of(server.id());
      PrintWriter out = spec.commandLine().getOut();
      if (output.isJson()) {
        OutputOption.printJson(
            out,
            shards.stream().map(shard -> json(server, shard, size(store, server, shard))).toList());
        return;
      }
      TextTable table = new TextTable("Tree ID", "State", "Tree Size", "First Seen", "Last Seen");
      shards.forEach(shard ->
          table.row(
              shard.tree().toString(),
              shard.state().label(),
              size(store, server, shard).map(Format::count).orElse("-"),
              Format.time(Optional.of(shard.firstSeen())),
              Format.time(Optional.of(shard.lastSeen()))));
      out.println(table);
      out.flush();
    }
  }

  private static Optional<Long> size(PostgresStore store, Backend server, Shard shard) {
    return store
        .checkpoints()
        .find(server.shard(shard.tree()).origin())
        .map(LogState::pending)
        .map(head -> head.size());
  }

  private static Map<String, Object> json(Backend server, Shard shard, Optional<Long> size) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("backend", server.shard(shard.tree()).id());
    json.put("treeId", shard.tree().toString());
    json.put("origin", server.shard(shard.tree()).origin().name());
    json.put("state", shard.state().label());
    json.put("treeSize", size.orElse(null));
    json.put("firstSeen", shard.firstSeen().toString());
    json.put("lastSeen", shard.lastSeen().toString());
    return json;
  }
}
