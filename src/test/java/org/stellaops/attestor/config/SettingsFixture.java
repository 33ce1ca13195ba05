package org.stellaops.attestor.config;

import java.nio.file.Path;

/** Settings from text, for a process that runs in {@code /work/dir}. */
public final class SettingsFixture {
  public static final String VKEY =
      "log2025-1.rekor.sigstore.dev+cf119915+AbfK5adZJxsI323FwGD2AJJ9F4i89cfDuLdGJBIYntuO";

  /** The least that a file has to say about a log. */
  public static final String ONE_BACKEND =
      """
      attestor:
        rekorSync:
          backends:
            - id: one
              origin: log.example.org
              baseUrl: https://log.example.org
              publicKey: %s
      """
          .formatted(VKEY);

  private SettingsFixture() {}

  public static Settings parse(String yaml) {
    return new SettingsLoader(Path.of("/work/dir"), Path.of("data")).parse("test.yaml", yaml);
  }
}
