package org.stellaops.attestor.cli.main;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code completion}: what makes a shell complete our commands. */
@Command(
    name = "completion",
    description = "Print the script that makes bash, or zsh, complete commands and options.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(stella completion)",
      "  stella completion > /usr/share/bash-completion/completions/stella"
    })
final class CompletionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(AutoComplete.bash("stella", spec.root().commandLine()));
    out.flush();
  }
}
