package org.stellaops.attestor.scenario.airgap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What somebody who may write into an inbox puts there: a shell command in the inbox. {@code $N} is
 * a name for the bundle, {@code $KIT} a valid bundle, {@code $OUT} a directory of the daemon.
 */
record HostileDrop(String name, End end, String script) {
  /** What becomes of the bundle with this name. */
  enum End {
    IMPORTED,
    REFUSED,
    WAITS,
    ANY
  }

  /** The kinds that the test drops together and the trial one after another. */
  static final List<HostileDrop> KINDS =
      List.of(
          waits("fifo", "mkfifo $N"),
          waits("fifo-digest", "mkfifo $N.sha256; cp $KIT $N"),
          waits("fifo-report", "mkfifo $N.report.json; : >$N.sha256; cp $KIT $N"),
          waits("socket", "python3 -c \"import socket; socket.socket(1).bind('$N')\" || mkfifo $N"),
          waits("directory", "mkdir $N"),
          waits("full-directory", "mkdir $N; cp $KIT $N/$N"),
          waits("closed-directory", "mkdir -m 0 $N"),
          waits("link-to-bundle", "ln -s $KIT $N"),
          waits("link-to-key", "ln -s $OUT/key $N"),
          waits("link-to-nothing", "ln -s nowhere $N"),
          waits("link-to-itself", "ln -s $N $N"),
          waits("link-to-directory", "ln -s $OUT $N"),
          waits("link-to-device", "ln -s /dev/zero $N"),
          waits("link-digest", "ln -s $OUT/key $N.sha256; cp $KIT $N"),
          waits("link-digest-device", "ln -s /dev/zero $N.sha256; cp $KIT $N"),
          waits("link-report", "ln -s $OUT/key $N.report.json; : >$N.sha256; cp $KIT $N"),
          waits("link-temporary", "ln -s $OUT/key .$N.report.json.tmp; : >$N.sha256; cp $KIT $N"),
          waits("directory-digest", "mkdir $N.sha256; cp $KIT $N"),
          waits("directory-report", "mkdir -p $N.report.json/x; : >$N.sha256; cp $KIT $N"),
          waits("empty-digest", ": >$N.sha256; cp $KIT $N"),
          waits("prose-digest", "echo no digest >$N.sha256; cp $KIT $N"),
          waits("endless-digest", "head -c 30000000 /dev/zero >$N.sha256; cp $KIT $N"),
          refused("other-digest", "printf '%064d\\n' 0 >$N.sha256; cp $KIT $N"),
          refused("empty", ": >$N"),
          refused("half", "head -c 1000 $KIT >$N"),
          refused("old-half", "head -c 900 $KIT >$N; touch -d '2 days ago' $N"),
          refused("future-half", "head -c 800 $KIT >$N; touch -d '2 days' $N"),
          refused("longer", "{ cat $KIT; echo more; } >$N"),
          refused("random", "head -c 5000 /dev/urandom >$N"),
          refused("sparse", "truncate -s 100G $N"),
          refused("gzip", "echo hello | gzip >$N"),
          imported("executable", "cp $KIT $N; chmod 4777 $N"),
          imported("hard-link", "ln $KIT $N || cp $KIT $N"),
          imported("link-receipt", "ln -s $OUT/key $N.receipt.json; cp $KIT $N"),
          imported("future", "cp $KIT $N; touch -d '2 days' $N"),
          imported("epoch", "cp $KIT $N; touch -d @0 $N"),
          any("closed-file", "cp $KIT $N; chmod 0 $N"),
          any("hidden", "cp $KIT .$N"),
          any("long-name", "cp $KIT $(printf '%0247d' 0).tar.gz"),
          any("rather-long-name", "cp $KIT $(printf '%0230d' 1).tar.gz"),
          any("line-feed", "cp $KIT \"$(printf 'line\\nfeed.tar.gz')\""),
          any("next-line", "cp $KIT \"$(printf 'next\\302\\205line.tar.gz')\""),
          any("escape", "cp $KIT \"$(printf 'esc\\033[2J.tar.gz')\""),
          any("right-to-left", "cp $KIT \"$(printf 'rtl\\342\\200\\256.tar.gz')\""),
          any("no-utf-8", "cp $KIT \"$(printf 'no\\377utf.tar.gz')\""),
          any("placeholders", "cp $KIT '${env:PATH}{{attestor.dataDir}}.tar.gz'"),
          any("option", "cp $KIT ./-rf.tar.gz"),
          any("pattern", "cp $KIT '*?[x] \\\"quoted\\\".tar.gz'"),
          any("upper-case", "cp $KIT KIT.TAR.GZ"),
          any("other-compression", "cp $KIT gz.tar.zst"),
          any("many", "for i in $(seq 50); do ln -s $OUT/key many$i.tar.gz; done"),
          any("exchanged", "for i in $(seq 50); do rm -f $N; mkfifo $N; rm $N; cp $KIT $N; done"),
          any("held-open", "{ cat $KIT; sleep 1; echo x; } >$N"),
          any("links-in-refused", "ln -s $OUT/key refused/half.tar.gz.report.json || true"));

  private static HostileDrop waits(String name, String script) {
    return new HostileDrop(name, End.WAITS, script);
  }

  private static HostileDrop refused(String name, String script) {
    return new HostileDrop(name, End.REFUSED, script);
  }

  private static HostileDrop imported(String name, String script) {
    return new HostileDrop(name, End.IMPORTED, script);
  }

  private static HostileDrop any(String name, String script) {
    return new HostileDrop(name, End.ANY, script);
  }

  /** The name of the bundle. */
  String file() {
    return name + ".tar.gz";
  }

  /** Runs the command as the user nobody, if this process may; else as its own user. */
  void run(Path inbox, Path kit, Path outside) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (isForeign()) {
      command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"));
    }
    command.addAll(List.of("sh", "-c", script));
    ProcessBuilder builder = new ProcessBuilder(command).directory(inbox.toFile());
    builder.environment().put("N", file());
    builder.environment().put("KIT", kit.toString());
    builder.environment().put("OUT", outside.toString());
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(name + " has not ended");
    }
  }

  /** Whether files can be dropped by a user of their own. */
  static boolean isForeign() {
    return System.getProperty("user.name").equals("root")
        && Files.isExecutable(Path.of("/usr/bin/setpriv"));
  }
}
