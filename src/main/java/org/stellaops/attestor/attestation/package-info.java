/**
 * Attestations in Sigstore bundles, decided offline by checking everything in them.
 *
 * <pre>
 *   TrustedRoot root = TrustedRoot.parse(Files.readAllBytes(rootFile), rootFile.toString());
 *   SignerPolicy signer = SignerPolicy.certificate(Match.exactly(identity), Match.exactly(issuer));
 *   Verdict verdict = new AttestationVerifier(root, signer, clock).verify(bundle, artifact);
 *   verdict.signature();   // good, or refused at a step with a reason
 *   verdict.included();    // in a signed checkpoint, or only promised, or refused
 * </pre>
 *
 * <p>A bundle says: this artifact was signed, by this certificate or key, no later than at this
 * time, and the signature is in this log. The steps, in the words of {@link
 * org.stellaops.attestor.attestation.Step}:
 *
 * <pre>
 *   bundle       one form of JSON, versions 0.1 to 0.3
 *   timestamp    each RFC 3161 token, over the bytes of the signature
 *   promise      the log's signed entry timestamp, if there is one
 *   certificate  its chain, at every proved time
 *   sct          the certificate is in a log of certificates
 *   identity     who signed, by the caller's policy
 *   artifact     the digest, or the subject of the statement
 *   signature    over the artifact, or over the envelope
 *   log          is trusted, and was at every proved time
 *   entry        says what the bundle says, byte for byte
 *   checkpoint   is signed by the log and names it
 *   inclusion    of the entry under the checkpoint's root
 * </pre>
 *
 * <p>What is in the bundle is checked, whether or not something else would do: one broken timestamp
 * among three condemns it. Only signatures of unknown witnesses under a checkpoint, and certificate
 * logs that the root does not name, are ignored.
 *
 * <p>Nothing here opens a file or a connection. Whether the log is the one that everybody sees is
 * for a mirror to say, which is asked about each {@link
 * org.stellaops.attestor.attestation.Included}.
 */
@NullMarked
package org.stellaops.attestor.attestation;

import org.jspecify.annotations.NullMarked;
