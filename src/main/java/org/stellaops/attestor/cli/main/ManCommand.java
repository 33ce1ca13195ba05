package org.stellaops.attestor.cli.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.cli.BaseCommand;
import org.stellaops.attestor.cli.UsageException;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code man}: the manual page of one command or of all commands. */
@Command(
    name = "man",
    description = "Print a manual page, or write the pages of all commands to a directory.",
    footer = {
      "  stella man attestor sync | man -l -",
      "  stella man --output /usr/local/share/man/man1"
    })
final class ManCommand extends BaseCommand implements Runnable {
  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description = "The command, as in: stella man attestor sync.")
  private List<String> commandPath = List.of();

  @Option(
      names = "--output",
      paramLabel = "DIRECTORY",
      description = "Write all pages to this directory, as stella-attestor-sync.1.")
  private @Nullable Path directory;

  @Override
  public void run() {
    if (directory == null) {
      out().print(new ManPage(command()).text());
    } else {
      write(directory, spec.root());
    }
  }

  private CommandSpec command() {
    CommandLine command = spec.root().commandLine();
    for (String word : commandPath) {
      command =
          Optional.ofNullable(command.getSubcommands().get(word))
              .orElseThrow(() ->
                  new UsageException(
                      "unknown command '" + String.join(" ", commandPath) + "'",
                      "see: stella attestor --help"));
    }
    return command.getCommandSpec();
  }

  private static void write(Path directory, CommandSpec command) {
    ManPage page = new ManPage(command);
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve(page.fileName()), page.text());
    } catch (IOException e) {
      throw new AttestorException(
          Failure.DISK, "cannot write to " + directory + ": " + e, "name a writable directory", e);
    }
    command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .forEach(each -> write(directory, each));
  }
}
