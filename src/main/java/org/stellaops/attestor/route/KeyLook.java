package org.stellaops.attestor.route;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.note.MalformedNoteException;
import org.stellaops.attestor.note.NoteSignature;
import org.stellaops.attestor.note.SignedNote;

/** A look at whether a log's key opens its checkpoint: what was seen so far. */
public final class KeyLook {
  private final Backend backend;
  private final Tally tally = new Tally();
  private Optional<URI> from = Optional.empty();
  private List<NoteSignature> signatures = List.of();
  private Optional<SignedCheckpoint> opened = Optional.empty();
  private boolean shards;

  KeyLook(Backend backend) {
    this.backend = backend;
  }

  /** What it costs. */
  public Tally tally() {
    return tally;
  }

  /** The log. */
  public Backend backend() {
    return backend;
  }

  /** Where the checkpoint came from; empty if it did not come. */
  public Optional<URI> from() {
    return from;
  }

  /** The signature lines of the note, verified or not; none if it is no note. */
  public List<NoteSignature> signatures() {
    return signatures;
  }

  /** The checkpoint that the key has opened; empty if it has not. */
  public Optional<SignedCheckpoint> opened() {
    return opened;
  }

  void foundShards(boolean found) {
    shards = found;
  }

  boolean hasShards() {
    return shards;
  }

  void came(Fetched fetched) {
    from = Optional.of(fetched.from());
    try {
      signatures = SignedNote.parse(fetched.bytes()).signatures();
    } catch (MalformedNoteException e) {
      signatures = List.of();
    }
  }

  void opened(SignedCheckpoint checkpoint) {
    opened = Optional.of(checkpoint);
  }
}
