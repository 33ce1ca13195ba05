package org.stellaops.attestor.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.stellaops.attestor.failure.SafeText;

/**
 * A text table: columns as wide as their widest cell, separated by two spaces. Cells may be
 * untrusted: a cell cannot add a line or control the terminal.
 */
public final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... headings) {
    this(List.of(headings));
  }

  public TextTable(List<String> headings) {
    row(headings);
  }

  public TextTable row(String... cells) {
    return row(List.of(cells));
  }

  /** Adds a row with as many cells as there are headings. */
  public TextTable row(List<String> cells) {
    rows.add(cells.stream().map(SafeText::line).toList());
    return this;
  }

  @Override
  public String toString() {
    int[] widths =
        IntStream.range(0, rows.get(0).size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n"));
  }

  private static String line(List<String> row, int[] widths) {
    return IntStream.range(0, row.size())
        .mapToObj(
            column -> String.format("%-" + Math.max(1, widths[column]) + "s", row.get(column)))
        .collect(Collectors.joining("  "))
        .stripTrailing();
  }
}
