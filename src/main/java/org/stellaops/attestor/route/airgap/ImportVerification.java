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
 * What a successful import has proved about its bundle; part of its report.
 *
 * @param logKey the configured log key that verified the notes, as {@code name+keyId}
 * @param consistentWith size of the known head that the tree is consistent with; empty if no head
 *     was known or the two could not be compared
 * @param tiles number of hash tiles in the bundle, all verified against the signed root
 * @param entryBundles number of entry bundles, verified in the same way
 * @param consistencyProofs number of verified consistency proofs, for a log without tiles
 * @param announcedSize tree size of the pending note, of which only the signature is verified;
 *     empty if there is none
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
        bundle.notComparedReason.isEmpty()
            ? update.previousState().map(LogState::pending).map(known -> known.size())
            : Optional.empty(),
        manifest.tiles(), // equal to the number read, or the import would have failed
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
