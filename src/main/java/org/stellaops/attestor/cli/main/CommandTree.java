package org.stellaops.attestor.cli.main;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands below {@code stella}, or as many of them as a command line needs. Reading the
 * annotations of all takes longer than a command that only looks has in all.
 */
final class CommandTree {
  private static final String GROUP = "attestor";

  private final @Nullable Class<?> onlyCommand;

  private CommandTree(@Nullable Class<?> onlyCommand) {
    this.onlyCommand = onlyCommand;
  }

  /** All commands. */
  static CommandTree complete() {
    return new CommandTree(null);
  }

  /** The one command that the line names, as {@code attestor sync-status}; all if in doubt. */
  static CommandTree forCommandLine(String... line) {
    return new CommandTree(
        line.length > 1 && line[0].equals(GROUP) ? findCommand(line[1]).orElse(null) : null);
  }

  CommandLine addTo(CommandLine stella) {
    if (onlyCommand != null) {
      CommandSpec group = CommandSpec.wrapWithoutInspection(new AttestorCommand()).name(GROUP);
      IFactory factory = stella.getFactory();
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

  /** {@code sync-status} is SyncStatusCommand, if that is one of the family. */
  private static Optional<Class<?>> findCommand(String commandName) {
    StringBuilder camelCase = new StringBuilder();
    for (String part : commandName.split("-")) {
      camelCase.append(part.isEmpty() ? "-" : part.substring(0, 1).toUpperCase(Locale.ROOT));
      camelCase.append(part.isEmpty() ? "" : part.substring(1));
    }
    String className = camelCase.append("Command").toString();
    for (Class<?> candidate : AttestorCommand.class.getAnnotation(Command.class).subcommands()) {
      if (candidate.getSimpleName().equals(className)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
