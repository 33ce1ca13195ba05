package org.stellaops.attestor.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.json.JsonObject;
import picocli.CommandLine.Option;

/** {@code -o table|json}: a table, or JSON with stable field names for scripts. */
public final class OutputOption {
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
      out.println(SafeText.lines(text.get().toString()));
    }
  }

  /**
   * Prints a list as a JSON array, or as a table with one row for each value.
   *
   * @param none the line instead of a table without rows
   */
  public <T> void printAll(
      PrintWriter out,
      List<T> values,
      Function<T, JsonObject> json,
      TextTable headings,
      Function<T, List<String>> row,
      String none) {
    values.forEach(value -> headings.row(row.apply(value)));
    print(
        out,
        () -> values.stream().map(json).toList(),
        () -> values.isEmpty() ? none : headings.toString());
  }

  /**
   * Prints each value as text, with an empty line between two; or as JSON.
   *
   * @param single whether the user named one value, so that JSON is an object and not an array
   */
  public <T> void printEach(
      PrintWriter out,
      List<T> values,
      Function<T, JsonObject> json,
      Function<T, String> text,
      boolean single) {
    print(
        out,
        () -> single ? json.apply(values.get(0)) : values.stream().map(json).toList(),
        () -> values.stream().map(text).collect(Collectors.joining("\n\n")));
  }

  /** Prints a list as a JSON array, or as one line for each value. */
  public <T> void printLines(
      PrintWriter out, List<T> values, Function<T, JsonObject> json, Function<T, String> line) {
    if (isJson()) {
      printJson(out, values.stream().map(json).toList());
    } else {
      values.forEach(value -> out.println(SafeText.line(line.apply(value))));
    }
  }

  /** Prints objects, lists and records as indented JSON. */
  public static void printJson(PrintWriter out, Object value) {
    try {
      ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
      out.println(SafeText.json(mapper.writeValueAsString(value)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the value is not JSON", e);
    }
  }
}
