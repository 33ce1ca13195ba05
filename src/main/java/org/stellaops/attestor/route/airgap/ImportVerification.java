package org.stellaops.attestor.route.airgap;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.bundle.read.BundleNotes;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.route.sync.HeadUpdate;

/**
 * What an import that went well has proved of its bundle, and by what; a part of its report.
 *
 * @param logKey the key of the log that is configured here, by which the bundle's notes are signed:
 *     its name, {@code +} and its key ID
 * @param consistentWith size of the head that was known here, with which the bundle's tree is one
 *     history; empty where none was known, and where the two could not be compared
 * @param tiles hash tiles that were checked up to the signed root, each of which is in the bundle
 * @param entryBundles entry bundles that were checked in the same way
 * @param consistencyProofs proofs of a log without tiles that lead from a signed root to another
 * @param announcedSize size of the tree of the pending note in the bundle, which the log has
 *     signed, and of which nothing else is proved; empty if there is none
 */
public record ImportVerification(
    String logKey,
    Optional<Long> consistentWith,
    long tiles,
    long entryBundles,
    int consistencyProofs,
    Optional<Long> announcedSize) {

  static ImportVerification of(ImportOperation bundle, HeadUpdate update) {
    VerifierKey key = bundle.backend().log().key();
    BundleManifest manifest = bundle.manifest();
    BundleNotes notes = bundle.notes();
    return new ImportVerification(
        key.name() + "+" + key.keyId(),
        bundle.notComparedReason().isEmpty()
            ? update.previousState().map(LogState::pending).map(known -> known.size())
            : Optional.empty(),
        manifest.tiles(), // as many as were counted, or the import would have failed
        manifest.entryBundles(),
        notes.proofs().size(),
        notes.pending().map(SignedCheckpoint::head).map(announced -> announced.size()));
  }

  /** For people and programs, with stable names. */
  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("logKey", logKey);
    json.put("consistentWith", consistentWith.orElse(null));
    json.put("tiles", tiles);
    json.put("entryBundles", entryBundles);
    json.put("consistencyProofs", consistencyProofs);
    json.put("announcedSize", announcedSize.orElse(null));
    return json;
  }
}
