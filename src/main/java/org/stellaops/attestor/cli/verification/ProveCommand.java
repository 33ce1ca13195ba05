package org.stellaops.attestor.cli.verification;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.cli.ConfiguredCommand;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.NewFileWriter;
import org.stellaops.attestor.mirror.lookup.LocalMirror;
import org.stellaops.attestor.proof.TlogProof;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code prove}: writes an inclusion proof to a file. */
@Command(
    name = "prove",
    description = {
      "Write a proof that an entry is in a log.",
      "The proof is made from mirrored files only and has the format c2sp.org/tlog-proof. "
          + "It contains the entry, or its leaf hash if entries are not mirrored. To verify it, "
          + "run stella attestor verify-proof with the key of the log."
    },
    footer = {
      "  stella attestor prove --index 4855114 --backend sigstore-rekor-v2 \\",
      "      --output entry.tlog-proof",
      "  stella attestor prove --entry body.json --backend sigstore-rekor-v2"
    })
public final class ProveCommand extends ConfiguredCommand implements Runnable {
  @Mixin private EntryOptions entry;

  @Option(
      names = "--without-entry",
      description = "Leave the entry out. The verifier then needs the entry as a file.")
  private boolean withoutEntry;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "The file to write. It must not exist yet. Default: standard output.")
  private @Nullable Path file;

  @Override
  public void run() {
    MirroredEntry found = entry.find(config.load(), Optional.empty(), Clock.systemUTC().instant());
    byte[] proof = proof(found).print();
    Path target = file;
    if (target == null) {
      out().print(new String(proof, StandardCharsets.UTF_8));
    } else {
      NewFileWriter.write(target, proof);
      printLine(
          "written: %s, entry %s of '%s' at size %s"
              .formatted(
                  target,
                  Format.count(found.index()),
                  found.mirror().backend().origin(),
                  Format.count(found.mirror().head().size())));
    }
  }

  private TlogProof proof(MirroredEntry found) {
    LocalMirror mirror = found.mirror();
    Optional<byte[]> extra =
        withoutEntry
            ? Optional.empty()
            : mirror
                .entry(found.index())
                .filter(bytes -> bytes.length > 0)
                .or(() -> Optional.of(found.leafHash().bytes()));
    return new TlogProof(
        extra, mirror.inclusionProof(found.index(), found.leafHash()), mirror.checkpoint().note());
  }
}
