package org.stellaops.attestor.cli.main;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.stellaops.attestor.cli.ProgramVersion;
import org.stellaops.attestor.failure.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The manual page of one command in roff format, made from its help.
 *
 * <pre>
 *   .TH STELLA-ATTESTOR-SYNC 1 "" "stella 0.1.0" "Stella Attestor"
 *   .SH NAME
 *   stella\-attestor\-sync \- Sync one log or all logs now.
 * </pre>
 */
record ManPage(CommandSpec command) {
  /** {@code stella-attestor-sync.1}. */
  String fileName() {
    return name() + ".1";
  }

  String text() {
    StringBuilder page = new StringBuilder();
    page.append(".TH \"%s\" 1 \"\" \"%s\" \"Stella Attestor\"\n".formatted(title(), version()));
    section(page, "NAME", escape(name()) + " \\- " + escape(firstSentence()));
    section(page, "SYNOPSIS", ".nf\n" + escape(synopsis()) + "\n.fi");
    section(page, "DESCRIPTION", escape(String.join(" ", command.usageMessage().description())));
    section(page, "ARGUMENTS", format(command.positionalParameters()));
    section(page, "OPTIONS", format(options()));
    section(page, "COMMANDS", commands());
    section(page, "EXAMPLES", examples());
    section(page, "EXIT STATUS", exitStatus());
    section(page, "SEE ALSO", seeAlso());
    return page.toString();
  }

  private static void section(StringBuilder page, String heading, String text) {
    if (!text.isEmpty()) {
      page.append(".SH ").append(heading).append('\n').append(text).append('\n');
    }
  }

  private String name() {
    return command.qualifiedName("-");
  }

  private String title() {
    return name().toUpperCase(Locale.ROOT);
  }

  private static String version() {
    try {
      return "stella " + ProgramVersion.number();
    } catch (java.io.IOException e) {
      return "stella";
    }
  }

  private String firstSentence() {
    return command.usageMessage().description()[0].replaceFirst("[.]$", "");
  }

  private String synopsis() {
    Help help = new Help(command, Help.defaultColorScheme(Ansi.OFF));
    return help.synopsis(help.synopsisHeadingLength())
        .lines()
        .map(String::strip)
        .collect(Collectors.joining("\n"));
  }

  private List<OptionSpec> options() {
    return command.options().stream().filter(option -> !option.hidden()).toList();
  }

  private static String format(List<? extends ArgSpec> arguments) {
    return arguments.stream().map(ManPage::format).collect(Collectors.joining("\n"));
  }

  private static String format(ArgSpec argument) {
    String names =
        argument instanceof OptionSpec option
            ? String.join(", ", option.names()) + valueSuffix(option)
            : argument.paramLabel();
    String text =
        String.join(" ", argument.description())
            .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValueString()))
            .replace("${COMPLETION-CANDIDATES}", candidates(argument));
    return ".TP\n.B " + escape(names) + "\n" + escape(text);
  }

  private static String valueSuffix(OptionSpec option) {
    return option.arity().max() == 0 ? "" : "=" + option.paramLabel();
  }

  private static String candidates(ArgSpec argument) {
    return argument.completionCandidates() == null
        ? ""
        : String.join(", ", argument.completionCandidates());
  }

  private String commands() {
    return command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .map(each ->
            ".TP\n.B "
                + escape(each.name())
                + "\n"
                + escape(new ManPage(each).firstSentence() + "."))
        .collect(Collectors.joining("\n"));
  }

  private String examples() {
    String lines = String.join("\n", command.usageMessage().footer());
    return lines.isEmpty() ? "" : ".nf\n" + escape(lines) + "\n.fi";
  }

  private static String exitStatus() {
    return Arrays.stream(ExitCode.values())
        .map(code -> ".TP\n.B " + code.number() + "\n" + escape(code.description()))
        .collect(Collectors.joining("\n"));
  }

  private String seeAlso() {
    Stream<String> parents =
        command.parent() == null ? Stream.empty() : Stream.of(new ManPage(command.parent()).name());
    Stream<String> children =
        command.subcommands().values().stream()
            .map(each -> new ManPage(each.getCommandSpec()).name());
    return Stream.concat(parents, children)
        .map(name -> ".BR " + escape(name) + " (1)")
        .collect(Collectors.joining(",\n"));
  }

  /** Escapes backslashes, dashes, quotes and a dot at the start of a line. */
  private static String escape(String text) {
    return text.lines()
        .map(line -> line.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq"))
        .map(line -> line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line)
        .collect(Collectors.joining("\n"));
  }
}
