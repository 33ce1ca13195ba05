package org.stellaops.attestor.sigstore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Base64;
import java.util.List;

/** Verifies bundles in which one part is arbitrary, for fuzzing. */
public final class SigstoreParsers {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ConformanceCase SAMPLE = ConformanceCase.of("rekor2-happy-path");
  private static final String STAMP =
      "/verificationMaterial/timestampVerificationData/rfc3161Timestamps/0";
  private static final String CERTIFICATE = "/verificationMaterial/certificate";

  private SigstoreParsers() {}

  /** Good bundles of several versions. */
  public static List<byte[]> bundles() {
    return List.of(
        SAMPLE.bundle(),
        ConformanceCase.of("happy-path-v0.1").bundle(),
        ConformanceCase.of("rekor2-dsse-happy-path").bundle(),
        ConformanceCase.of("managed-key-happy-path").bundle());
  }

  /** The timestamp of a good bundle. */
  public static byte[] timestamp() throws IOException {
    return binary(STAMP, "signedTimestamp");
  }

  /** The certificate of a good bundle. */
  public static byte[] certificate() throws IOException {
    return binary(CERTIFICATE, "rawBytes");
  }

  /** Verifies a bundle. */
  public static void verifyBundle(byte[] bundle) {
    SAMPLE
        .verify(bundle)
        .refusedCheck()
        .ifPresent(refused -> {
          // at the beginning, since the rest may quote the bundle
          if (refused.reason().startsWith("the bundle cannot be processed: unexpected ")) {
            throw new AssertionError(refused.reason());
          }
        });
  }

  /** Verifies a good bundle with another timestamp. */
  public static void verifyTimestamp(byte[] der) throws IOException {
    verifyBundle(with(STAMP, "signedTimestamp", der));
  }

  /** Verifies a good bundle with another certificate. */
  public static void verifyCertificate(byte[] der) throws IOException {
    verifyBundle(with(CERTIFICATE, "rawBytes", der));
  }

  private static byte[] binary(String parent, String name) throws IOException {
    return JSON.readTree(SAMPLE.bundle()).at(parent).get(name).binaryValue();
  }

  private static byte[] with(String parent, String name, byte[] der) throws IOException {
    JsonNode bundle = JSON.readTree(SAMPLE.bundle());
    ((ObjectNode) bundle.at(parent)).put(name, Base64.getEncoder().encodeToString(der));
    return JSON.writeValueAsBytes(bundle);
  }
}
