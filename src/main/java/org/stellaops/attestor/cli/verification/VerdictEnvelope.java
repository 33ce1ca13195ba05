package org.stellaops.attestor.cli.verification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.verification.AttestationVerdict;
import org.stellaops.attestor.verification.InputFiles;

/** Signs a verdict as an in-toto statement in a DSSE envelope. */
final class VerdictEnvelope {
  private static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

  private VerdictEnvelope() {}

  /**
   * Returns the signed envelope.
   *
   * @param keyFile an Ed25519 or ECDSA P-256 private key, PKCS#8 in PEM
   */
  static Map<String, Object> sign(AttestationVerdict decision, Path keyFile) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("_type", "https://in-toto.io/Statement/v1");
    String sha256 = decision.artifact().sha256().hex();
    statement.put(
        "subject", List.of(Map.of("name", "sha256:" + sha256, "digest", Map.of("sha256", sha256))));
    statement.put("predicateType", AttestationVerdict.SCHEMA);
    statement.put("predicate", decision.toJson());
    byte[] payload = toJson(statement);
    Map<String, Object> envelope = new LinkedHashMap<>();
    envelope.put("payloadType", PAYLOAD_TYPE);
    envelope.put("payload", Base64.getEncoder().encodeToString(payload));
    envelope.put("signatures", List.of(Map.of("sig", signature(payload, keyFile))));
    return envelope;
  }

  private static String signature(byte[] payload, Path keyFile) {
    try {
      PrivateKey key = parseKey(InputFiles.readAll(keyFile));
      Signature signer =
          Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "Ed25519");
      signer.initSign(key);
      signer.update(
          ("DSSEv1 " + PAYLOAD_TYPE.length() + " " + PAYLOAD_TYPE + " " + payload.length + " ")
              .getBytes(StandardCharsets.UTF_8));
      signer.update(payload);
      return Base64.getEncoder().encodeToString(signer.sign());
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "cannot sign with the key in " + keyFile,
          "create a key: openssl genpkey -algorithm ed25519 -out verdict.pem",
          e);
    }
  }

  private static PrivateKey parseKey(byte[] pem) throws GeneralSecurityException {
    String text = new String(pem, StandardCharsets.US_ASCII).strip();
    String base64 =
        text.replace("-----BEGIN PRIVATE KEY-----", "")
            .replace("-----END PRIVATE KEY-----", "")
            .replaceAll("\\s", "");
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
    try {
      return KeyFactory.getInstance("Ed25519").generatePrivate(spec);
    } catch (GeneralSecurityException e) {
      return KeyFactory.getInstance("EC").generatePrivate(spec);
    }
  }

  private static byte[] toJson(Object value) {
    try {
      return new ObjectMapper().writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain maps are JSON", e);
    }
  }
}
