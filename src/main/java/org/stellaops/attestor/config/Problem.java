package org.stellaops.attestor.config;

import java.io.Serializable;

/**
 * One thing that is wrong with a configuration file.
 *
 * @param file the file as messages name it
 * @param line the line, from 1
 * @param key the full key, as {@code attestor.rekorSync.backends[0].id}; empty if it is about none
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
