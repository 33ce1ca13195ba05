package org.stellaops.attestor.sigstore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.InclusionProof;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TileSource;

/**
 * Signs artifacts with a key of its own and has each signature put into a log that we run
 * ourselves: entry 7 of that log is about {@code artifact 7}. What comes out is what a signing
 * client would have written, so that any kind of bundle is at hand, good or changed.
 */
public final class TestSigner {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STATEMENT = "application/vnd.in-toto+json";

  /** What kind of entry the log has, and what the bundle therefore carries. */
  public enum EntryFormat {
    MESSAGE_V1("hashedrekord", "0.0.1"),
    MESSAGE("hashedrekord", "0.0.2"),
    STATEMENT("hashedrekord", "0.0.2"),
    DSSE_V1("dsse", "0.0.1"),
    DSSE("dsse", "0.0.2"),
    INTOTO("intoto", "0.0.2");

    final String kind;
    final String version;

    EntryFormat(String kind, String version) {
      this.kind = kind;
      this.version = version;
    }

    boolean isMessage() {
      return this == MESSAGE_V1 || this == MESSAGE;
    }
  }

  private final SigningAlgorithm scheme;
  private final EntryFormat format;
  private final KeyPair keyPair;
  private final Map<Long, SignedEntry> signedEntries = new ConcurrentHashMap<>();

  /** A signature and the entry of the log that says so. */
  private record SignedEntry(byte[] payload, byte[] signature, byte[] entry) {}

  private TestSigner(SigningAlgorithm scheme, EntryFormat format) {
    this.scheme = scheme;
    this.format = format;
    this.keyPair = scheme.newKeyPair();
  }

  /** One who signs artifacts with ECDSA P-256, as most do. */
  public static TestSigner ecdsaP256() {
    return of(SigningAlgorithm.P256, EntryFormat.MESSAGE);
  }

  /** One who signs in this way. */
  public static TestSigner of(SigningAlgorithm scheme, EntryFormat format) {
    return new TestSigner(scheme, format);
  }

  /** An empty log whose entries will be this notary's. */
  public FakeLog log(String origin) {
    return FakeLog.named(origin).withEntries(index -> signedEntry(index).entry());
  }

  /** The artifact that an entry is about. */
  public byte[] artifact(long index) {
    return ("artifact " + index).getBytes(StandardCharsets.UTF_8);
  }

  /** The entry itself. */
  public byte[] entry(long index) {
    return signedEntry(index).entry();
  }

  /** Whoever verifies needs it. */
  public PublicKey key() {
    return keyPair.getPublic();
  }

  /** The same in PEM. */
  public String pem() {
    return pem("PUBLIC KEY", key().getEncoded());
  }

  /** The bundle about an artifact, with the log's checkpoint of a size. */
  public byte[] bundle(FakeLog log, long index, long size) {
    return bytes(json(log, index, size));
  }

  /** The same before it is written, to be changed. */
  public Map<String, Object> json(FakeLog log, long index, long size) {
    SignedEntry content = signedEntry(index);
    TileSource tiles = tile -> TileHashes.read(tile, log.tile(tile));
    InclusionProof proof = InclusionProof.build(index, size, tiles);
    Map<String, Object> inclusion = new LinkedHashMap<>();
    inclusion.put("logIndex", "" + index);
    inclusion.put("rootHash", base64(log.head(size).root().bytes()));
    inclusion.put("treeSize", "" + size);
    inclusion.put("hashes", proof.hashes().stream().map(Hash::toString).toList());
    inclusion.put(
        "checkpoint", Map.of("envelope", new String(log.checkpoint(size), StandardCharsets.UTF_8)));
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("logIndex", "" + index);
    entry.put("logId", Map.of("keyId", base64(logId(log))));
    entry.put("kindVersion", Map.of("kind", format.kind, "version", format.version));
    entry.put("integratedTime", "0");
    entry.put("inclusionProof", inclusion);
    entry.put("canonicalizedBody", base64(content.entry()));
    Map<String, Object> material = new LinkedHashMap<>();
    material.put("publicKey", Map.of("hint", "notary"));
    material.put("tlogEntries", new ArrayList<>(List.of(entry)));
    Map<String, Object> bundle = new LinkedHashMap<>();
    bundle.put("mediaType", "application/vnd.dev.sigstore.bundle.v0.3+json");
    bundle.put("verificationMaterial", material);
    if (format.isMessage()) {
      byte[] digest = digest(scheme.hash, artifact(index));
      bundle.put(
          "messageSignature",
          Map.of(
              "messageDigest",
              Map.of("algorithm", scheme.sigstoreHash(), "digest", base64(digest)),
              "signature",
              base64(content.signature())));
    } else {
      bundle.put("dsseEnvelope", envelope(content));
    }
    return bundle;
  }

  /** A trusted root that names this log and nobody else. */
  public static byte[] trustedRoot(FakeLog log) {
    Map<String, Object> tlog = new LinkedHashMap<>();
    tlog.put("baseUrl", "https://" + log.identity().key().name());
    tlog.put("hashAlgorithm", "SHA2_256");
    tlog.put(
        "publicKey",
        Map.of(
            "rawBytes",
            base64(log.identity().key().publicKey().getEncoded()),
            "keyDetails",
            "PKIX_ED25519",
            "validFor",
            Map.of("start", "2025-01-01T00:00:00Z")));
    tlog.put("logId", Map.of("keyId", base64(logId(log))));
    return bytes(
        Map.of(
            "mediaType",
            "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
            "tlogs",
            List.of(tlog)));
  }

  /** JSON as bytes. */
  public static byte[] bytes(Object json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain maps are JSON", e);
    }
  }

  private SignedEntry signedEntry(long index) {
    return signedEntries.computeIfAbsent(index, this::sign);
  }

  private SignedEntry sign(long index) {
    byte[] artifact = artifact(index);
    if (format.isMessage()) {
      byte[] signature = scheme.sign(keyPair, artifact);
      return new SignedEntry(artifact, signature, body(artifact, signature));
    }
    byte[] payload =
        bytes(
            Map.of(
                "_type",
                "https://in-toto.io/Statement/v1",
                "subject",
                List.of(
                    Map.of(
                        "name",
                        "artifact",
                        "digest",
                        Map.of("sha256", hex(digest("SHA-256", artifact))))),
                "predicateType",
                "https://example.org/made/v1",
                "predicate",
                Map.of()));
    byte[] signature = scheme.sign(keyPair, encoding(payload));
    return new SignedEntry(payload, signature, body(payload, signature));
  }

  private byte[] body(byte[] payload, byte[] signature) {
    return bytes(
        Map.of(
            "apiVersion", format.version, "kind", format.kind, "spec", spec(payload, signature)));
  }

  private Map<String, Object> spec(byte[] payload, byte[] signature) {
    byte[] pem = pem().getBytes(StandardCharsets.US_ASCII);
    Map<String, Object> v2Signature =
        Map.of(
            "content",
            base64(signature),
            "verifier",
            Map.of(
                "publicKey",
                Map.of("rawBytes", base64(key().getEncoded())),
                "keyDetails",
                scheme.keyDetails));
    SignedEntry content = new SignedEntry(payload, signature, new byte[0]);
    return switch (format) {
      case MESSAGE_V1 ->
          Map.of(
              "data", Map.of("hash", hexHash(scheme.hash, payload)),
              "signature",
                  Map.of(
                      "content", base64(signature), "publicKey", Map.of("content", base64(pem))));
      case MESSAGE ->
          Map.of(
              "hashedRekordV002",
              Map.of("data", hash(scheme.hash, payload), "signature", v2Signature));
      case STATEMENT ->
          Map.of(
              "hashedRekordV002",
              Map.of("data", hash(scheme.hash, encoding(payload)), "signature", v2Signature));
      case DSSE ->
          Map.of(
              "dsseV002",
              Map.of("payloadHash", hash("SHA-256", payload), "signatures", List.of(v2Signature)));
      case DSSE_V1 ->
          Map.of(
              "envelopeHash", hexHash("SHA-256", bytes(envelope(content))),
              "payloadHash", hexHash("SHA-256", payload),
              "signatures",
                  List.of(Map.of("signature", base64(signature), "verifier", base64(pem))));
      case INTOTO ->
          Map.of(
              "content",
              Map.of(
                  "envelope",
                  Map.of(
                      "payloadType",
                      STATEMENT,
                      "signatures",
                      List.of(
                          Map.of(
                              "publicKey",
                              base64(pem),
                              "sig",
                              base64(base64(signature).getBytes(StandardCharsets.US_ASCII))))),
                  "hash",
                  hexHash("SHA-256", bytes(envelope(content))),
                  "payloadHash",
                  hexHash("SHA-256", payload)));
    };
  }

  private static Map<String, Object> envelope(SignedEntry content) {
    Map<String, Object> envelope = new LinkedHashMap<>();
    envelope.put("payload", base64(content.payload()));
    envelope.put("payloadType", STATEMENT);
    envelope.put("signatures", List.of(Map.of("sig", base64(content.signature()))));
    return envelope;
  }

  private static byte[] encoding(byte[] payload) {
    return new SignatureContent.DsseEnvelope(STATEMENT, payload).preAuthEncoding();
  }

  private static Map<String, Object> hash(String algorithm, byte[] content) {
    return Map.of(
        "algorithm",
        SigningAlgorithm.sigstoreName(algorithm),
        "digest",
        base64(digest(algorithm, content)));
  }

  private static Map<String, Object> hexHash(String algorithm, byte[] content) {
    return Map.of(
        "algorithm",
        algorithm.replace("-", "").toLowerCase(java.util.Locale.ROOT),
        "value",
        hex(digest(algorithm, content)));
  }

  private static byte[] logId(FakeLog log) {
    return digest("SHA-256", log.identity().key().publicKey().getEncoded());
  }

  private static byte[] digest(String algorithm, byte[] content) {
    try {
      return MessageDigest.getInstance(algorithm).digest(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  private static String pem(String type, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
