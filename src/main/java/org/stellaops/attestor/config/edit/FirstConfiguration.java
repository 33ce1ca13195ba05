package org.stellaops.attestor.config.edit;

import java.nio.file.Path;
import java.util.List;

/**
 * The text of a first configuration file: the keys that every site decides, with comments, and no
 * backend.
 *
 * @param dataDir the absolute directory for the database and the mirrored logs
 * @param isolated whether the site has no connection to the logs and imports bundles
 */
public record FirstConfiguration(Path dataDir, boolean isolated) {
  private static final String BEGIN =
      """
      # The configuration of Stella Attestor. Every key: stella attestor config explain KEY
      attestor:
        # Directory for the embedded database, the mirrored logs and all other state.
        dataDir: "%s"

        # A PostgreSQL server of your own instead of the embedded one:
        # checkpointStore:
        #   connectionString: "Host=localhost;Database=stella;Username=stella"
        #   passwordFile: /run/secrets/stella-db

        # Address of metrics and health of the daemon.
        # monitoring:
        #   host: 127.0.0.1
        #   port: 9464

        rekorSync:
      """;

  private static final String CONNECTED =
      """
          # Time between two polls of the same log.
          syncInterval: 5m

          # The logs to follow. Get each key from a trusted source, never from the log itself:
          # stella attestor backend add ID --origin ORIGIN --url URL --public-key KEY
          backends:
      """;

  private static final String ISOLATED =
      """
          # This side has no connection to the logs: stella attestor import FILE
          enabled: false

          # The logs whose bundles are imported, with an address that is never contacted:
          # stella attestor backend add ID --origin ORIGIN --url http://127.0.0.1:1/ --public-key KEY
          backends:
      """;

  /** The whole file. */
  public String text() {
    String directory = dataDir.toString().replace("\\", "\\\\").replace("\"", "\\\"");
    return BEGIN.formatted(directory) + (isolated ? ISOLATED : CONNECTED);
  }

  /** The whole file with one backend. */
  public String with(String name, List<String> backend) {
    return new BackendList(name, text()).with(backend);
  }
}
