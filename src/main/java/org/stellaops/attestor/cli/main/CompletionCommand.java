package org.stellaops.attestor.cli.main;

import org.stellaops.attestor.cli.BaseCommand;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code completion}: the completion script for bash and zsh. */
@Command(
    name = "completion",
    description = "Print a script that completes commands and options in bash and zsh.",
    footer = {
      "  source <(stella completion)",
      "  stella completion > /usr/share/bash-completion/completions/stella"
    })
final class CompletionCommand extends BaseCommand implements Runnable {
  @Override
  public void run() {
    out().print(AutoComplete.bash("stella", spec.root().commandLine()));
  }
}
