package org.stellaops.attestor.note;

import java.nio.charset.StandardCharsets;

/** Notes and keys that others made, as they published them. */
public final class RealNotes {
  /** The example of the signed-note specification. */
  public static final String EXAMPLE =
      """
      This is an example message.

      \u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
      """;

  public static final String EXAMPLE_VKEY =
      "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

  /** Rekor v1, shard 2605736670972794746, July 2023. */
  public static final String REKOR_V1_WITH_TIMESTAMP =
      """
      rekor.sigstore.dev - 2605736670972794746
      23083062
      dauhleYK4YyAdxwwDtR0l0KnSOWZdG2bwqHftlanvcI=
      Timestamp: 1689177396617352539

      \u2014 rekor.sigstore.dev wNI9ajBFAiBxaGyEtxkzFLkaCSEJqFuSS3dJjEZCNiyByVs1CNVQ8gIhAOoNnXtmMtTctV2oRnSRUZAo4EWUYPK/vBsqOzAU6TMs
      """;

  /** Rekor v1, shard 1193050959916656506, May 2026. */
  public static final String REKOR_V1 =
      """
      rekor.sigstore.dev - 1193050959916656506
      1511664856
      +OMiRtEi0Fk67u3QLC7OjcMaDwRSfibjw0jmcPsLMww=

      \u2014 rekor.sigstore.dev wNI9ajBEAiA5Zz+topxrulXbq02w1YhEg2sqCTVcv5/KK7tOiWnnXAIgJ2ic48DpdKMBdHuBXXE2MvSDKs5gK/6ucaP1REr8Wjs=
      """;

  public static final String REKOR_V1_VKEY =
      "rekor.sigstore.dev+c0d23d6a+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNhtmPtrWm3U1eQXBogSMdGvXw"
          + "BcK5AW5i0hrZLOC96l+smGNM7nwZ4QvFK/4sueRoVj//QP22Ni4Qt9DPfkWLc=";

  /** Rekor v2, shard log2025-1. */
  public static final String REKOR_V2 =
      """
      log2025-1.rekor.sigstore.dev
      4855115
      gDfQHcPSkLDVUd/xeZWPsqSB7RTR0ho07k15jgzLOpw=

      \u2014 log2025-1.rekor.sigstore.dev zxGZFXYHvtV6cW22YJx1dWx9IiuUHw4BuXZ3X81JAgK8sWX/HBQH2QdlDapqjMkp9GcrITop7jUG979FyKaY7C7VvQM=
      """;

  public static final String REKOR_V2_VKEY =
      "log2025-1.rekor.sigstore.dev+cf119915+AbfK5adZJxsI323FwGD2AJJ9F4i89cfDuLdGJBIYntuO";

  private RealNotes() {}

  /** The bytes of a note that is written as text. */
  public static byte[] bytes(String note) {
    return note.getBytes(StandardCharsets.UTF_8);
  }
}
