package org.stellaops.attestor.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.bundle.format.ConsistencyFile;
import org.stellaops.attestor.bundle.format.ManifestJson;
import org.stellaops.attestor.bundle.format.Receipt;
import org.stellaops.attestor.bundle.format.ReceiptFile;
import org.stellaops.attestor.bundle.read.BundleReader;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.config.InvalidSettingsException;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.evidence.EvidenceFile;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.json.StrictJson;
import org.stellaops.attestor.note.MalformedNoteException;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.note.WitnessKey;
import org.stellaops.attestor.proof.HeadAnchor;
import org.stellaops.attestor.proof.TlogProof;
import org.stellaops.attestor.rekor.ConsistencyProofResponse;
import org.stellaops.attestor.rekor.LogInfo;
import org.stellaops.attestor.rekor.RekorEntry;
import org.stellaops.attestor.route.airgap.RequestParser;
import org.stellaops.attestor.sigstore.SigstoreParsers;
import org.stellaops.attestor.tlog.ByteSlice;
import org.stellaops.attestor.tlog.Entries;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.trust.BoundedDer;
import org.stellaops.attestor.trust.PublicKeyReader;
import org.stellaops.attestor.trust.TrustedRoot;
import org.stellaops.attestor.trust.TufMetadata;

/**
 * The parsers of bytes from outside. Whatever the input is, nothing but the permitted exception
 * leaves a parser, and what it accepts has one spelling or survives being printed and read again.
 */
public enum FuzzTarget {
  NOTE(
      MalformedNoteException.class,
      bytes -> {
        SignedNote note = SignedNote.parse(bytes);
        SignedNote printed =
            SignedNote.of(note.text(), note.signatures()); // without repeated lines
        require(printed.signatures().equals(note.signatures()));
        require(note.toString().startsWith(note.text() + "\n") && Arrays.equals(note.raw(), bytes));
      }),
  CHECKPOINT(
      MalformedException.class,
      bytes -> {
        String text = new String(bytes, UTF_8);
        require(Checkpoint.parse(text).text().equals(text));
        Checkpoint.parse(text).timestamp();
      }),
  VKEY(
      MalformedNoteException.class,
      bytes -> {
        String text = new String(bytes, UTF_8);
        require(VerifierKey.parse(text).toString().equals(text));
      }),
  WITNESS_KEY(
      MalformedNoteException.class,
      bytes -> {
        String text = new String(bytes, UTF_8);
        require(WitnessKey.parse(text).toString().equals(text));
      }),
  PUBLIC_KEY(AttestorException.class, bytes -> PublicKeyReader.readUnnamed(bytes, "key")),
  PROOF(
      AttestorException.class,
      bytes -> {
        TlogProof proof = TlogProof.parse(bytes);
        require(Arrays.equals(proof.print(), bytes));
        proof.embeddedLeafHash();
      }),
  ANCHOR(
      AttestorException.class,
      bytes -> require(Arrays.equals(HeadAnchor.parse(bytes).print(), bytes))),
  CONSISTENCY(
      AttestorException.class,
      bytes ->
          require(
              Arrays.equals(ConsistencyFile.print(ConsistencyFile.parse(bytes, 300, 600)), bytes))),
  ENTRY_BUNDLE(MalformedException.class, FuzzTarget::entryBundle),
  REKOR_ENTRIES(AttestorException.class, RekorEntry::parse),
  REKOR_LOG(AttestorException.class, LogInfo::parse),
  REKOR_PROOF(AttestorException.class, bytes -> ConsistencyProofResponse.parse(bytes, 3, 7)),
  BUNDLE(
      AttestorException.class,
      bytes -> {
        try (BundleReader reader =
            BundleReader.open(Path.of("bundle.tar.gz"), () -> new ByteArrayInputStream(bytes))) {
          reader.readFiles();
          reader.readProofTiles();
          reader.skipToEnd();
        }
      }),
  MANIFEST(
      AttestorException.class,
      bytes -> {
        BundleManifest manifest = ManifestJson.parse(bytes);
        require(ManifestJson.parse(ManifestJson.print(manifest)).equals(manifest));
      }),
  RECEIPT(
      AttestorException.class,
      bytes -> {
        Receipt receipt = receipt(bytes);
        require(receipt(ReceiptFile.print(receipt)).equals(receipt));
      }),
  EVIDENCE(
      AttestorException.class,
      bytes -> require(Arrays.equals(EvidenceFile.print(EvidenceFile.parse(bytes)), bytes))),
  SIGSTORE_BUNDLE(AttestorException.class, SigstoreParsers::verifyBundle),
  TIMESTAMP(AttestorException.class, SigstoreParsers::verifyTimestamp),
  CERTIFICATE(AttestorException.class, SigstoreParsers::verifyCertificate),
  DER(MalformedException.class, bytes -> BoundedDer.parse(bytes).getEncoded("DER")),
  TRUSTED_ROOT(AttestorException.class, bytes -> TrustedRoot.parse(bytes, "root")),
  TUF(MalformedException.class, TufMetadata::parse),
  JSON(MalformedException.class, StrictJson::parseAll),
  CONFIGURATION(
      InvalidSettingsException.class,
      bytes ->
          new SettingsLoader(Path.of("/nowhere"), Path.of("/nowhere/data"))
              .parse("fuzz.yaml", new String(bytes, UTF_8))),
  REQUEST(AttestorException.class, RequestParser::read);

  /** A parser and the comparison of what it returns with the input. */
  @FunctionalInterface
  private interface Parser {
    void parse(byte[] bytes) throws IOException;
  }

  private final Class<? extends RuntimeException> permitted;
  private final Parser parser;

  FuzzTarget(Class<? extends RuntimeException> permitted, Parser parser) {
    this.permitted = permitted;
    this.parser = parser;
  }

  /**
   * Parses one input.
   *
   * @return whether it was accepted
   * @throws AssertionError if it shows a fault of the parser
   */
  public boolean run(byte[] input) {
    byte[] copy = input.clone();
    try {
      parser.parse(copy);
      return true;
    } catch (IOException e) {
      require(this == DER);
      return false;
    } catch (RuntimeException e) {
      boolean isInternal =
          e instanceof AttestorException failed && failed.failure() == Failure.INTERNAL;
      if (!permitted.isInstance(e) || isInternal || e.getMessage().length() > 10_000) {
        throw new AssertionError(this + ": " + e, e);
      }
      return false;
    } finally {
      require(Arrays.equals(copy, input));
    }
  }

  private static void entryBundle(byte[] bytes) {
    EntryBundle bundle = EntryBundle.full(0).withWidth(bytes.length == 0 ? 1 : (bytes[0] & 3) + 1);
    byte[] content = Arrays.copyOfRange(bytes, Math.min(1, bytes.length), bytes.length);
    boolean isWellFormed = Entries.isWellFormed(bundle, content);
    Entries entries = Entries.read(bundle, content);
    List<byte[]> each = new ArrayList<>();
    for (int i = 0; i < entries.width(); i++) {
      each.add(entries.get(i));
    }
    require(isWellFormed && Arrays.equals(Entries.of(each).bytes(), content));
    require(Entries.leafHashes(bundle, ByteSlice.of(content)).equals(entries.leafHashes()));
  }

  private static Receipt receipt(byte[] bytes) {
    return ReceiptFile.read(Path.of("receipt.json"), () -> new ByteArrayInputStream(bytes));
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new AssertionError("what was accepted is not what was read");
    }
  }
}
