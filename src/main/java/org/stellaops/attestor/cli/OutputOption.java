package org.stellaops.attestor.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** {@code -o table|json}: a table, or JSON with stable field names for scripts. */
public final class OutputOption {
  /** The output formats. */
  public enum OutputFormat {
    table,
    json
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "Output format: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private OutputFormat format = OutputFormat.table;

  public boolean isJson() {
    return format == OutputFormat.json;
  }

  /** Prints the JSON value or the text, according to the format. */
  public void print(PrintWriter out, Supplier<Object> json, Supplier<Object> text) {
    if (isJson()) {
      printJson(out, json.get());
    } else {
      out.println(text.get());
      out.flush();
    }
  }

  /** Prints records, maps and lists as indented JSON. */
  public static void printJson(PrintWriter out, Object value) {
    try {
      out.println(
          new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value));
      out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain maps are JSON", e);
    }
  }
}
