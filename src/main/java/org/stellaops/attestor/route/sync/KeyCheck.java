package org.stellaops.attestor.route.sync;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.note.BadSignatureException;
import org.stellaops.attestor.note.MalformedNoteException;
import org.stellaops.attestor.note.NoteSignature;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.route.Operation;
import org.stellaops.attestor.route.WorkCounters;
import org.stellaops.attestor.route.fetch.Download;

/**
 * The check whether the key of a log opens its checkpoint, and what was received for it. It is its
 * own reply.
 */
public final class KeyCheck implements Operation, LogTypeProbe {
  private final Backend backend;
  private final WorkCounters counters = new WorkCounters();
  private Optional<URI> url = Optional.empty();
  private Optional<SignedNote> note = Optional.empty();
  private List<NoteSignature> signatures = List.of();
  private Optional<String> receivedOrigin = Optional.empty();
  private Optional<SignedCheckpoint> checkpoint = Optional.empty();
  private Optional<AttestorException> failure = Optional.empty();
  private Optional<AttestorException> unknownKey = Optional.empty();
  private Optional<VerifierKey> offeredKey = Optional.empty();
  private Optional<Backend> shard = Optional.empty();
  private boolean rekorV1;

  KeyCheck(Backend backend) {
    this.backend = backend;
  }

  @Override
  public KeyCheck fail(AttestorException error) {
    failure = unknownKey.or(() -> Optional.of(error));
    return this;
  }

  /** The failure; empty if the key opened the checkpoint and is valid. */
  public Optional<AttestorException> failure() {
    return failure;
  }

  @Override
  public String backendId() {
    return backend.id();
  }

  @Override
  public WorkCounters counters() {
    return counters;
  }

  public Backend backend() {
    return backend;
  }

  /** The URL of the checkpoint; empty if it was not received. */
  public Optional<URI> url() {
    return url;
  }

  /** The signature lines of the note, verified or not; none if it is no note. */
  public List<NoteSignature> signatures() {
    return signatures;
  }

  /** The checkpoint that the key has opened; empty if it has not. */
  public Optional<SignedCheckpoint> checkpoint() {
    return checkpoint;
  }

  @Override
  public void setRekorV1(boolean found) {
    rekorV1 = found;
  }

  boolean isRekorV1() {
    return rekorV1;
  }

  /** The first line of the note, verified or not; empty if it is no note. */
  public Optional<String> receivedOrigin() {
    return receivedOrigin;
  }

  void received(Download fetched) {
    url = Optional.of(fetched.url());
    try {
      SignedNote parsed = SignedNote.parse(fetched.bytes());
      note = Optional.of(parsed);
      signatures = parsed.signatures();
      receivedOrigin = parsed.text().lines().findFirst();
    } catch (MalformedNoteException e) {
      signatures = List.of();
    }
  }

  /** The shard whose note was received; empty for other logs. */
  public Optional<Backend> shard() {
    return shard;
  }

  void setShard(Backend log) {
    shard = Optional.of(log);
  }

  /** The failure if the shard is signed with an unknown key; empty if it is not. */
  Optional<AttestorException> unknownKey() {
    return unknownKey;
  }

  void setUnknownKey(AttestorException error) {
    unknownKey = Optional.of(error);
  }

  /** The key that the server offers for a shard and that verifies its note; not trusted. */
  public Optional<VerifierKey> offeredKey() {
    return offeredKey;
  }

  /** Whether the received note verifies with this key. */
  boolean isSignedBy(VerifierKey key) {
    try {
      return note.isPresent() && note.get().isSignedBy(key);
    } catch (BadSignatureException e) {
      return false;
    }
  }

  void setOfferedKey(VerifierKey key) {
    offeredKey = Optional.of(key);
  }

  void setCheckpoint(SignedCheckpoint signed) {
    checkpoint = Optional.of(signed);
  }
}
