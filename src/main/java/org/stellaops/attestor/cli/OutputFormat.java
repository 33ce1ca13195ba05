package org.stellaops.attestor.cli;

/** The output formats. Their names are the values of {@code -o}. */
public enum OutputFormat {
  table,
  json
}
