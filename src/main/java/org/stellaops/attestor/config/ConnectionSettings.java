package org.stellaops.attestor.config;

import java.nio.file.Path;
import java.util.Optional;
import org.stellaops.attestor.config.schema.Key;
import org.stellaops.attestor.config.schema.Section;
import org.stellaops.attestor.config.schema.SettingsRecord;

/** How servers are reached: logs, peers, Rekor servers and the webhook. */
@Section("attestor.rekorSync")
public record ConnectionSettings(
    @Key(
            pattern =
                "none|http://(?:[A-Za-z0-9_.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\])"
                    + "(?::(?:[1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d\\d|655[0-2]\\d|6553[0-5]))?/?",
            form = "URL of an HTTP proxy, or none",
            hint = "write it like http://proxy.example.org:3128, or none",
            description =
                "Forward proxy for all requests, also those to the webhook. Without it, the"
                    + " environment variables https_proxy and http_proxy apply; with none, no proxy"
                    + " is used.",
            example = "http://proxy.example.org:3128",
            details = {
              "A URL with https is requested through a tunnel (CONNECT). The proxy itself is",
              "addressed by http. Servers on this computer are never requested through a proxy."
            })
        Optional<String> proxy,
    @Key(
            pattern = "[A-Za-z0-9_.*:/\\[\\], -]{1,4000}",
            form = "hosts with commas between",
            hint = "write it like .example.org,10.0.0.0/8",
            description =
                "Hosts that are reached without the proxy: names, which include the names below"
                    + " them, addresses or networks, each with an optional port; * means all."
                    + " Without it, the environment variable no_proxy applies.",
            example = "logs.example.org,10.0.0.0/8")
        Optional<String> noProxy,
    @Key(
            input = true,
            description =
                "File whose first line is user:password for the proxy (basic authentication). A"
                    + " relative path is resolved like publicKeyPath.",
            example = "/run/secrets/stella-proxy")
        Optional<Path> proxyCredentialsFile,
    @Key(
            input = true,
            description =
                "PEM file with certificates of private CAs that servers are trusted by, in addition"
                    + " to those of Java: for a log with a certificate of your own CA, or a proxy"
                    + " that opens TLS. A relative path is resolved like publicKeyPath.",
            example = "/etc/stella/company-ca.pem",
            details = "It is read at the start.")
        Optional<Path> caFile)
    implements SettingsRecord<ConnectionSettings> {

  /** Where user and password for the proxy are; empty if they are not in a file. */
  public Optional<PasswordSource> proxyCredentials() {
    return PasswordSource.of(
        "attestor.rekorSync.proxyCredentials", proxyCredentialsFile, Optional.empty());
  }
}
