/**
 * Signed notes and the keys that verify them.
 *
 * <p>The format is <a href="https://c2sp.org/signed-note">c2sp.org/signed-note</a>. A note is UTF-8
 * text that ends in a line feed, a blank line, and one line per signature: an em dash, a space, the
 * key name, a space, and base64 of a four-byte key ID and the signature:
 *
 * <pre>
 *   This is an example message.
 *
 *   — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
 * </pre>
 *
 * <p>The signatures cover the text with its final line feed but without the blank line. The text
 * itself may contain blank lines and em dashes, so a note is split at its last blank line. A key is
 * written as a vkey, {@code name+hash+base64}:
 *
 * <pre>
 *   example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k
 * </pre>
 *
 * <p>The key ID is a 32-bit hint and authenticates nothing. Keys are Ed25519 (type 0x01), ECDSA
 * (0x02, with a key ID over the public key alone), and RSA in Sigstore's private form (0xff).
 * Signatures by unknown keys are kept and ignored. An invalid signature by a trusted key rejects
 * the whole note.
 *
 * <p>This package does not interpret the text of a note and uses only the JDK.
 */
@NullMarked
package org.stellaops.attestor.note;

import org.jspecify.annotations.NullMarked;
