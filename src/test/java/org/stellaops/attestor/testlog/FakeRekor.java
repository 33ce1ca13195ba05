package org.stellaops.attestor.testlog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.note.BadSignatureException;
import org.stellaops.attestor.note.NoteSignature;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.InclusionProof;
import org.stellaops.attestor.tlog.Rfc6962;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * A Rekor v1 server that we run ourselves: shards under one ECDSA key, of which the last takes
 * entries. Its signatures differ each time, as ECDSA has it, and so does its key with each run. It
 * tells the truth until it is told to lie. Safe for many threads.
 */
public final class FakeRekor {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_ENTRIES_PER_REQUEST = 10;

  private final String host;
  private final NoteSigner signer;
  private final Map<Long, FakeLog> shards = new LinkedHashMap<>();
  private final Map<Long, Map<String, Object>> fieldOverrides = new HashMap<>();
  private final Map<String, String> notes = new HashMap<>();
  private final Set<Long> hidden = new HashSet<>();
  private final Set<Long> omitted = new HashSet<>();
  private UnaryOperator<List<String>> proofModification = UnaryOperator.identity();
  private LongFunction<byte[]> entries =
      index -> ("{\"entry\":" + index + "}").getBytes(StandardCharsets.US_ASCII);

  private FakeRekor(String host, NoteSigner signer) {
    this.host = host;
    this.signer = signer;
  }

  /** A server with this name and no shard yet. */
  public static FakeRekor named(String host) {
    return named(host, "EC");
  }

  /** A server with a key of this algorithm: EC (P-256), Ed25519 or RSA. */
  public static FakeRekor named(String host, String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      }
      return new FakeRekor(host, NoteSigner.of(host, generator.generateKeyPair()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  /** Another server with the same name and key, and no shard yet. */
  public FakeRekor emptyCopy() {
    return new FakeRekor(host, signer);
  }

  /** Gives shards that are opened from now on other entries, by their index in the shard. */
  public synchronized FakeRekor withEntries(LongFunction<byte[]> generator) {
    entries = generator;
    return this;
  }

  /** Closes the active shard and opens another, with so many entries. */
  public synchronized FakeRekor openShard(long treeId, long size) {
    return openShard(treeId, size, signer);
  }

  /** Does the same with the key of another server, as {@code signingConfig} of a shard has it. */
  public synchronized FakeRekor openShardWithKeyOf(FakeRekor other, long treeId, long size) {
    return openShard(treeId, size, other.signer);
  }

  private FakeRekor openShard(long treeId, long size, NoteSigner key) {
    FakeLog shard =
        FakeLog.signedBy(host + " - " + treeId, key)
            .withEntries(entries)
            .withoutEntryLimit()
            .grow(size);
    shards.put(treeId, shard);
    return this;
  }

  /** Appends so many entries to the active shard. */
  public synchronized FakeRekor grow(long more) {
    active().grow(more);
    return this;
  }

  /** A shard, to look at or to make it lie. */
  public synchronized FakeLog shard(long treeId) {
    return Optional.ofNullable(shards.get(treeId)).orElseThrow();
  }

  /** Shows another log in place of a shard, as a fork of it. */
  public synchronized FakeRekor replaceShard(long treeId, FakeLog other) {
    shards.put(treeId, other);
    notes.clear();
    return this;
  }

  /** Does not show a shard any more. */
  public synchronized FakeRekor hide(long treeId) {
    hidden.add(treeId);
    return this;
  }

  /** Says this beside the note of a shard, as {@code treeSize}, whatever the note says. */
  public synchronized FakeRekor overrideField(long treeId, String field, Object value) {
    fieldOverrides.computeIfAbsent(treeId, id -> new HashMap<>()).put(field, value);
    return this;
  }

  /** Answers with other hashes than those of the true consistency proof. */
  public synchronized FakeRekor modifyProofs(UnaryOperator<List<String>> modification) {
    proofModification = modification;
    return this;
  }

  /** Leaves an entry out of every answer, by its index among those of all shards. */
  public synchronized FakeRekor omit(long globalIndex) {
    omitted.add(globalIndex);
    return this;
  }

  /** Tells the truth again. */
  public synchronized FakeRekor stopTampering() {
    fieldOverrides.clear();
    hidden.clear();
    omitted.clear();
    proofModification = UnaryOperator.identity();
    return this;
  }

  /** The key of all shards, with the name of the host. */
  public VerifierKey key() {
    return signer.key();
  }

  /** The answer to {@code GET api/v1/log/publicKey}; empty for an unknown shard. */
  public synchronized Optional<byte[]> publicKey(Map<String, String> query) {
    return Optional.ofNullable(query.get("treeID"))
        .map(id -> shards.get(Long.parseLong(id)))
        .map(shard -> shard.identity().key().publicKey().getEncoded())
        .map(der ->
            "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END PUBLIC KEY-----\n")
        .map(pem -> pem.getBytes(StandardCharsets.US_ASCII));
  }

  /** The name of the server. */
  public String host() {
    return host;
  }

  /** The answer to {@code GET api/v1/log}. */
  public synchronized byte[] log() {
    List<Long> visible = shards.keySet().stream().filter(id -> !hidden.contains(id)).toList();
    long last = visible.get(visible.size() - 1);
    Map<String, Object> info = tree(last);
    info.put(
        "inactiveShards",
        visible.stream().filter(id -> id != last).map(this::tree).collect(Collectors.toList()));
    return json(info);
  }

  private Map<String, Object> tree(long id) {
    FakeLog shard = shard(id);
    byte[] note = shard.checkpoint();
    Map<String, Object> tree = new LinkedHashMap<>();
    Optional<TreeHead> verified = verifiedHead(note, shard.identity().key());
    TreeHead head = verified.orElseGet(shard::head);
    // what is good is signed anew for each answer, so that no two are the same bytes
    byte[] visible =
        verified
            .map(good -> withRekorKeyId(shard, shard.sign(SignedNote.parse(note).text())))
            .orElse(note);
    tree.put("rootHash", head.root().hex());
    tree.put("treeSize", head.size());
    tree.put("signedTreeHead", new String(visible, StandardCharsets.UTF_8));
    tree.put("treeID", Long.toString(id));
    tree.putAll(fieldOverrides.getOrDefault(id, Map.of()));
    return tree;
  }

  /** What a note says; empty for one that was tampered with. */
  private Optional<TreeHead> verifiedHead(byte[] raw, VerifierKey key) {
    try {
      SignedNote note = SignedNote.parse(raw);
      return note.isSignedBy(key)
          ? Optional.of(Checkpoint.parse(note.text()).head())
          : Optional.empty();
    } catch (BadSignatureException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The answer to {@code GET api/v1/log/proof}; empty for what the server refuses. */
  public synchronized Optional<byte[]> proof(Map<String, String> query) {
    FakeLog shard =
        Optional.ofNullable(query.get("treeID"))
            .map(id -> shards.get(Long.parseLong(id)))
            .orElseGet(this::active);
    long from = Long.parseLong(query.getOrDefault("firstSize", "1"));
    long to = Long.parseLong(query.get("lastSize"));
    if (shard == null || from < 1 || from > to || to > shard.size()) {
      return Optional.empty();
    }
    List<String> hashes = hex(shard.consistency(from, to).hashes());
    // the root of the present tree, which helps nobody, as the real server has it
    return Optional.of(
        json(
            Map.of(
                "hashes", proofModification.apply(hashes), "rootHash", shard.head().root().hex())));
  }

  /** The answer to {@code POST api/v1/log/entries/retrieve}; empty for what the server refuses. */
  public synchronized Optional<byte[]> retrieve(byte[] request) {
    try {
      JsonNode json = JSON.readTree(request);
      JsonNode indexes = json.path("logIndexes");
      JsonNode uuids = json.path("entryUUIDs");
      if (indexes.size() + uuids.size() > MAX_ENTRIES_PER_REQUEST
          || indexes.size() + uuids.size() == 0) {
        return Optional.empty();
      }
      List<Map<String, Object>> found = new ArrayList<>();
      // from the last to the first, since nobody has promised an order
      for (int i = indexes.size() - 1; i >= 0; i--) {
        byIndex(indexes.get(i).asLong()).ifPresent(found::add);
      }
      for (JsonNode uuid : uuids) {
        byUuid(uuid.asText()).ifPresent(found::add);
      }
      return Optional.of(json(found));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The entry at an index among those of all shards. */
  synchronized Optional<Map<String, Object>> byIndex(long global) {
    long first = 0;
    for (Map.Entry<Long, FakeLog> shard : shards.entrySet()) {
      if (global < first + shard.getValue().size()) {
        return omitted.contains(global)
            ? Optional.empty()
            : Optional.of(entry(shard.getKey(), shard.getValue(), global - first, global));
      }
      first += shard.getValue().size();
    }
    return Optional.empty();
  }

  /** The entry with this name: tree ID and leaf hash, or the leaf hash alone. */
  synchronized Optional<Map<String, Object>> byUuid(String uuid) {
    String leaf = uuid.substring(Math.max(0, uuid.length() - 64));
    long first = 0;
    for (FakeLog shard : shards.values()) {
      for (long i = 0; i < shard.size(); i++) {
        if (Rfc6962.leaf(shard.entry(i)).hex().equals(leaf)) {
          return byIndex(first + i);
        }
      }
      first += shard.size();
    }
    return Optional.empty();
  }

  /** The name of an entry: 16 digits of the tree ID and 64 of the leaf hash. */
  public synchronized String uuid(long treeId, long localIndex) {
    return HexFormat.of().toHexDigits(treeId) + Rfc6962.leaf(shard(treeId).entry(localIndex)).hex();
  }

  private Map<String, Object> entry(long treeId, FakeLog shard, long local, long global) {
    InclusionProof proof = shard.inclusion(local);
    Map<String, Object> inclusion = new LinkedHashMap<>();
    inclusion.put("logIndex", local);
    inclusion.put("treeSize", shard.size());
    inclusion.put("rootHash", shard.head().root().hex());
    inclusion.put("hashes", hex(proof.hashes()));
    inclusion.put(
        "checkpoint", notes.computeIfAbsent(treeId + " " + shard.size(), at -> note(shard)));
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("body", Base64.getEncoder().encodeToString(shard.entry(local)));
    entry.put("integratedTime", 1_700_000_000L + global);
    entry.put("logID", shard.identity().key().rekorV1KeyId() + "00".repeat(28));
    entry.put("logIndex", global);
    entry.put("verification", Map.of("inclusionProof", inclusion));
    return Map.of(uuid(treeId, local), entry);
  }

  /** One for each size is enough: a signature costs as much as all the rest of an answer. */
  private String note(FakeLog shard) {
    return new String(
        withRekorKeyId(shard, shard.checkpoint(shard.size())), StandardCharsets.UTF_8);
  }

  /**
   * The same note with the key ID of a Rekor v1 server, which does not depend on the key's type.
   */
  private static byte[] withRekorKeyId(FakeLog shard, byte[] raw) {
    VerifierKey key = shard.identity().key();
    SignedNote note = SignedNote.parse(raw);
    return SignedNote.of(
            note.text(),
            note.signatures().stream()
                .map(line -> line.claims(key) ? withRekorKeyId(line, key) : line)
                .toList())
        .raw();
  }

  private static NoteSignature withRekorKeyId(NoteSignature line, VerifierKey key) {
    return new NoteSignature(line.name(), key.rekorV1KeyId(), line.signature());
  }

  private FakeLog active() {
    List<FakeLog> all = List.copyOf(shards.values());
    return all.get(all.size() - 1);
  }

  private static List<String> hex(List<Hash> hashes) {
    return hashes.stream().map(Hash::hex).collect(Collectors.toList());
  }

  static byte[] json(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain maps are JSON", e);
    }
  }
}
