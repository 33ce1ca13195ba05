package org.stellaops.attestor.cli.main;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.cli.GroupOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands below {@code stella}: all of them, or only the one that a command line names.
 * Reading all annotations takes longer than a read-only command runs.
 */
final class CommandTree {
  private static final Pattern FIRST_LETTER = Pattern.compile("(?:^|-)([a-z])");
  private static final String GROUP = "attestor";

  private final @Nullable Class<?> onlyCommand;

  private CommandTree(@Nullable Class<?> onlyCommand) {
    this.onlyCommand = onlyCommand;
  }

  /** All commands. */
  static CommandTree complete() {
    return new CommandTree(null);
  }

  /**
   * The command that a line such as {@code attestor --config FILE sync-status} names; all commands
   * if the line has another form.
   */
  static CommandTree forCommandLine(String... line) {
    int group = skipOptions(line, 0);
    int command = skipOptions(line, group + 1);
    return new CommandTree(
        command < line.length && line[group].equals(GROUP)
            ? findCommand(line[command]).orElse(null)
            : null);
  }

  private static int skipOptions(String[] line, int from) {
    int index = from;
    while (index < line.length && line[index].startsWith("-")) {
      index += line[index].equals("--config") || line[index].equals("-o") ? 2 : 1;
    }
    return index;
  }

  CommandLine addTo(CommandLine stella) {
    if (onlyCommand != null) {
      CommandSpec group = CommandSpec.wrapWithoutInspection(new AttestorCommand()).name(GROUP);
      IFactory factory = stella.getFactory();
      group.addMixin("options", CommandSpec.forAnnotatedObject(new GroupOptions(), factory));
      CommandSpec command = CommandSpec.forAnnotatedObject(onlyCommand, factory);
      return stella.addSubcommand(
          new CommandLine(group, factory)
              .addSubcommand(command.name(), new CommandLine(command, factory)));
    }
    return stella
        .addSubcommand(new AttestorCommand())
        .addSubcommand(new CompletionCommand())
        .addSubcommand(new ManCommand());
  }

  /** {@code sync-status} is SyncStatusCommand. */
  private static Optional<Class<?>> findCommand(String commandName) {
    String className =
        FIRST_LETTER
                .matcher(commandName)
                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT))
            + "Command";
    return Arrays.<Class<?>>stream(AttestorCommand.class.getAnnotation(Command.class).subcommands())
        .filter(candidate -> candidate.getSimpleName().equals(className))
        .findFirst();
  }
}
