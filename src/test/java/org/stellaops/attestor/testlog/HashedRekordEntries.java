package org.stellaops.attestor.testlog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Entries of the shape that those of Rekor v2 have: JSON of the kind {@code hashedrekord}, in which
 * the digest, the signature and what is new in each certificate are random, and the rest is the
 * same in all of them. So they compress, unlike random bytes, and at short lengths less than such
 * entries with a certificate of Fulcio, which has 2,000 bytes and about as much that is new.
 *
 * <p>Source of the shape: {@code hashedrekord} 0.0.2 of <a
 * href="https://github.com/sigstore/rekor-tiles">rekor-tiles</a>, with a certificate of Fulcio.
 * They are not signed and no parser of certificates accepts them.
 */
public final class HashedRekordEntries implements EntryGenerator {
  private static final byte[] BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
          .getBytes(StandardCharsets.US_ASCII);
  private static final int BITS_PER_CHARACTER = 6;

  private static final String BEFORE_DIGEST =
      "{\"apiVersion\":\"0.0.2\",\"kind\":\"hashedrekord\",\"spec\":{\"hashedRekordV002\":{\"data\":"
          + "{\"algorithm\":\"SHA2_256\",\"digest\":\"";
  private static final String BEFORE_SIGNATURE = "=\"},\"signature\":{\"content\":\"";
  private static final String BEFORE_CERTIFICATE =
      "\",\"verifier\":{\"keyDetails\":\"PKIX_ECDSA_P256_SHA_256\",\"x509Certificate\":"
          + "{\"rawBytes\":\"";
  private static final String END = "\"}}}}}}";

  private static final int DIGEST_LENGTH = 43;
  private static final int SIGNATURE_LENGTH = 96;

  /** Serial number, public key, its identifier, time stamp and signature of a log, signature. */
  private static final List<Integer> CERTIFICATE_RANDOM_LENGTHS = List.of(28, 88, 28, 106, 138);

  /** Of these and longer ones there are entries. */
  public static final int MIN_LENGTH =
      BEFORE_DIGEST.length()
          + DIGEST_LENGTH
          + BEFORE_SIGNATURE.length()
          + SIGNATURE_LENGTH
          + BEFORE_CERTIFICATE.length()
          + CERTIFICATE_RANDOM_LENGTHS.stream().mapToInt(Integer::intValue).sum()
          + END.length();

  /** A part of the entry that is random. */
  private record RandomPart(int from, int to) {}

  private final byte[] template;
  private final List<RandomPart> randomParts = new ArrayList<>();

  /**
   * Entries of so many bytes.
   *
   * @throws IllegalArgumentException if they are less than {@link #MIN_LENGTH} or more than a
   *     bundle can hold
   */
  public HashedRekordEntries(int length) {
    if (length < MIN_LENGTH || length > 0xFFFF) {
      throw new IllegalArgumentException(
          "an entry like those of Rekor has from "
              + MIN_LENGTH
              + " to 65,535 bytes here, not "
              + length);
    }
    StringBuilder text = new StringBuilder(BEFORE_DIGEST);
    reserve(text, DIGEST_LENGTH);
    text.append(BEFORE_SIGNATURE);
    reserve(text, SIGNATURE_LENGTH);
    text.append(BEFORE_CERTIFICATE);
    SplitMix64 generator = new SplitMix64(-1);
    int constantLength = (length - MIN_LENGTH) / CERTIFICATE_RANDOM_LENGTHS.size();
    for (int part : CERTIFICATE_RANDOM_LENGTHS) {
      text.append(base64(generator, constantLength));
      reserve(text, part);
    }
    text.append(base64(generator, length - text.length() - END.length())).append(END);
    template = text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private void reserve(StringBuilder text, int characters) {
    int from = text.length();
    randomParts.add(new RandomPart(from, from + characters));
    text.append(" ".repeat(characters));
  }

  private static String base64(SplitMix64 generator, int characters) {
    byte[] text = new byte[characters];
    fill(text, new RandomPart(0, characters), generator);
    return new String(text, StandardCharsets.US_ASCII);
  }

  @Override
  public int length() {
    return template.length;
  }

  @Override
  public String kind() {
    return "hashedrekord";
  }

  @Override
  public byte[] apply(long index) {
    byte[] entry = template.clone();
    SplitMix64 generator = new SplitMix64(index);
    randomParts.forEach(part -> fill(entry, part, generator));
    return entry;
  }

  private static void fill(byte[] text, RandomPart part, SplitMix64 generator) {
    int i = part.from();
    while (i < part.to()) {
      long word = generator.next();
      for (int bits = BITS_PER_CHARACTER;
          bits <= Long.SIZE && i < part.to();
          bits += BITS_PER_CHARACTER, word >>>= BITS_PER_CHARACTER) {
        text[i++] = BASE64[(int) word & BASE64.length - 1];
      }
    }
  }
}
