package org.stellaops.attestor.cli;

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
  private static final String FAMILY = "attestor";

  private final @Nullable Class<?> only;

  private CommandTree(@Nullable Class<?> only) {
    this.only = only;
  }

  /** All commands. */
  static CommandTree whole() {
    return new CommandTree(null);
  }

  /** The one command that the line names, as {@code attestor sync-status}; all if in doubt. */
  static CommandTree of(String... line) {
    return new CommandTree(
        line.length > 1 && line[0].equals(FAMILY) ? named(line[1]).orElse(null) : null);
  }

  CommandLine below(CommandLine stella) {
    if (only != null) {
      CommandSpec family = CommandSpec.wrapWithoutInspection(new AttestorCommand()).name(FAMILY);
      IFactory factory = stella.getFactory();
      CommandSpec command = CommandSpec.forAnnotatedObject(only, factory);
      return stella.addSubcommand(
          new CommandLine(family, factory)
              .addSubcommand(command.name(), new CommandLine(command, factory)));
    }
    return stella
        .addSubcommand(new AttestorCommand())
        .addSubcommand(new CompletionCommand())
        .addSubcommand(new ManCommand());
  }

  /** {@code sync-status} is SyncStatusCommand, if that is one of the family. */
  private static Optional<Class<?>> named(String word) {
    StringBuilder name = new StringBuilder();
    for (String part : word.split("-")) {
      name.append(part.isEmpty() ? "-" : part.substring(0, 1).toUpperCase(Locale.ROOT));
      name.append(part.isEmpty() ? "" : part.substring(1));
    }
    String wanted = name.append("Command").toString();
    for (Class<?> each : AttestorCommand.class.getAnnotation(Command.class).subcommands()) {
      if (each.getSimpleName().equals(wanted)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
