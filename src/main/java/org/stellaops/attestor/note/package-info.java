/**
 * Signed notes: text with signatures under it, and the keys that open them.
 *
 * <p>The form is <a href="https://c2sp.org/signed-note">c2sp.org/signed-note</a>. A note is UTF-8
 * text that ends in a line feed, a blank line, and one line for each signature: an em dash, a
 * space, the name of the key, a space, and base64 of a four-byte key ID and the signature:
 *
 * <pre>
 *   This is an example message.
 *
 *   — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
 * </pre>
 *
 * <p>The signatures cover the text with its final line feed and without the blank line. The text
 * may contain blank lines and em dashes itself, so a note is split at its last blank line and
 * nowhere else. A key is written as a vkey, {@code name+hash+base64}:
 *
 * <pre>
 *   example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k
 * </pre>
 *
 * <p>The key ID is a hint of 32 bits and authenticates nothing. Keys are Ed25519 (type 0x01), ECDSA
 * (0x02, whose key ID is over the public key alone), and RSA in the private form of Sigstore
 * (0xff). Signatures of unknown keys are kept and ignored. A signature that claims a trusted key
 * and does not verify condemns the whole note.
 *
 * <p>This package needs nothing but the JDK and does not know what the text means.
 */
@NullMarked
package org.stellaops.attestor.note;

import org.jspecify.annotations.NullMarked;
