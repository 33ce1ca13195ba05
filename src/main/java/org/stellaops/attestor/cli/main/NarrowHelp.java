package org.stellaops.attestor.cli.main;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Help for narrow terminals: each description is on the lines below its option. */
final class NarrowHelp extends Help {
  private static final String INDENT = "      ";

  private final int width;

  NarrowHelp(CommandSpec command, ColorScheme colors, int width) {
    super(command, colors);
    this.width = width;
  }

  @Override
  public String synopsis(int headingLength) {
    String text = super.synopsis(headingLength).strip().replaceAll("\\s+", " ");
    TextTable table = table(headingLength);
    table.addRowValues(" ".repeat(headingLength) + text);
    return table.toString().substring(headingLength);
  }

  @Override
  public String description(Object... parameters) {
    TextTable table = table(0);
    Arrays.stream(commandSpec().usageMessage().description()).forEach(table::addRowValues);
    return table.toString();
  }

  @Override
  public String footer(Object... parameters) {
    TextTable table = table(INDENT.length());
    Arrays.stream(commandSpec().usageMessage().footer()).forEach(table::addRowValues);
    return table.toString();
  }

  @Override
  public String commandList(Map<String, Help> commands) {
    TextTable table = table(INDENT.length());
    commands.forEach((name, help) -> {
      table.addRowValues("  " + name);
      table.addRowValues(INDENT + help.commandSpec().usageMessage().description()[0]);
    });
    return table.toString();
  }

  @Override
  public Layout createDefaultLayout(
      List<OptionSpec> options, List<PositionalParamSpec> arguments, ColorScheme colors) {
    IOptionRenderer optionRenderer = createDefaultOptionRenderer();
    IParameterRenderer parameterRenderer = createDefaultParameterRenderer();
    return new Layout(
        colors,
        table(INDENT.length()),
        (option, label, scheme) -> stack(optionRenderer.render(option, label, scheme)),
        (argument, label, scheme) -> stack(parameterRenderer.render(argument, label, scheme)));
  }

  /** Makes one column of picocli's five: required marker, short name, comma, long name, text. */
  private Text[][] stack(Text[][] rows) {
    Text[] first = rows[0];
    String separator = first[2].toString().equals(",") ? " " : "";
    Text names =
        text("  ").concat(first[1]).concat(first[2]).concat(text(separator)).concat(first[3]);
    Text[][] stacked = new Text[rows.length + 1][];
    stacked[0] = new Text[] {names};
    for (int row = 0; row < rows.length; row++) {
      stacked[row + 1] = new Text[] {text(INDENT).concat(rows[row][4])};
    }
    return stacked;
  }

  private Text text(String plain) {
    return colorScheme().text(plain);
  }

  private TextTable table(int indent) {
    TextTable table = TextTable.forColumns(colorScheme(), new Column(width, 0, Overflow.WRAP));
    table.indentWrappedLines = indent;
    return table;
  }
}
