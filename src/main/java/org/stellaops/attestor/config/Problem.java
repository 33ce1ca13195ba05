package org.stellaops.attestor.config;

import java.io.Serializable;

/**
 * A problem in a configuration file.
 *
 * @param file the name of the file in messages
 * @param line the line, from 1
 * @param key the full key, as {@code attestor.rekorSync.backends[0].id}; empty if it concerns no
 *     key
 * @param message what is wrong
 * @param hint what to write instead
 */
public record Problem(String file, int line, String key, String message, String hint)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** {@code config/attestor.yaml:12: attestor.dataDir: …; …}. */
  @Override
  public String toString() {
    return file + ":" + line + ": " + (key.isEmpty() ? "" : key + ": ") + message + "; " + hint;
  }
}
