package org.stellaops.attestor.sigstore;

import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.tlog.Hash;

/** The artifact that a bundle is for: a file, or only its SHA-256 digest. */
public final class Artifact implements SignedBytes {
  private final Map<HashAlgorithm, byte[]> digests = new EnumMap<>(HashAlgorithm.class);
  private final @Nullable Supplier<byte[]> content;

  private Artifact(@Nullable Supplier<byte[]> content) {
    this.content = content;
  }

  /** An artifact of which only the digest is known. */
  public static Artifact ofSha256(Hash sha256) {
    Artifact artifact = new Artifact(null);
    artifact.digests.put(HashAlgorithm.SHA256, sha256.bytes());
    return artifact;
  }

  /**
   * An artifact whose content can be read.
   *
   * @param content reads the file; called only if a digest is not sufficient
   * @param sha256 its SHA-256
   * @param sha384 its SHA-384
   * @param sha512 its SHA-512
   */
  public static Artifact ofFile(
      Supplier<byte[]> content, byte[] sha256, byte[] sha384, byte[] sha512) {
    Artifact artifact = new Artifact(content);
    artifact.digests.put(HashAlgorithm.SHA256, sha256.clone());
    artifact.digests.put(HashAlgorithm.SHA384, sha384.clone());
    artifact.digests.put(HashAlgorithm.SHA512, sha512.clone());
    return artifact;
  }

  /** A file in memory. */
  public static Artifact ofBytes(byte[] bytes) {
    byte[] copy = bytes.clone();
    return ofFile(
        copy::clone,
        HashAlgorithm.SHA256.digest(copy),
        HashAlgorithm.SHA384.digest(copy),
        HashAlgorithm.SHA512.digest(copy));
  }

  /** The SHA-256 digest, which is always known. */
  public Hash sha256() {
    return Hash.of(digest(HashAlgorithm.SHA256));
  }

  Optional<byte[]> knownDigest(HashAlgorithm algorithm) {
    return Optional.ofNullable(digests.get(algorithm)).map(byte[]::clone);
  }

  @Override
  public byte[] digest(HashAlgorithm algorithm) {
    return knownDigest(algorithm)
        .orElseThrow(() ->
            new VerificationException(
                Step.ARTIFACT,
                "the signature is over %s; pass the artifact instead of its digest"
                    .formatted(algorithm.inTotoName())));
  }

  @Override
  public byte[] bytes() {
    if (content == null) {
      throw new VerificationException(
          Step.ARTIFACT,
          "the signature is over the whole file; pass the artifact instead of its digest");
    }
    return content.get();
  }

  /** {@code sha256:…}. */
  @Override
  public String toString() {
    return "sha256:" + HexFormat.of().formatHex(digest(HashAlgorithm.SHA256));
  }
}
