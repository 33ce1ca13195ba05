package org.stellaops.attestor.config;

import org.stellaops.attestor.config.schema.MonitoringKeys;

/**
 * Where metrics and health are served; the keys under {@code attestor.monitoring}.
 *
 * @param enabled whether they are served at all
 * @param host name or address to bind to
 * @param port TCP port, 1 to 65535
 */
public record MonitoringSettings(boolean enabled, String host, int port) {
  /** Refuses values outside their ranges. */
  public MonitoringSettings {
    MonitoringKeys.HOST.require(host);
    MonitoringKeys.PORT.require(port);
  }
}
