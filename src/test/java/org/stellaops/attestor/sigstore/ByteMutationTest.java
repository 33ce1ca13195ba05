package org.stellaops.attestor.sigstore;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every byte of a good bundle counts. Here every byte of proofs, times and signatures is changed,
 * and every 23rd of the long parts; {@code bin/trial sweep} changes each of those too.
 */
class ByteMutationTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONG_FIELD_BYTES = 100;
  private static final int STRIDE = Integer.getInteger("trial.sweep", 23);
  private static final String MATERIAL = "/verificationMaterial";
  private static final String ENTRY = MATERIAL + "/tlogEntries/0";
  private static final String PROOF = ENTRY + "/inclusionProof";

  /** Where a good bundle may have bytes. */
  private static final List<String> BINARY_FIELDS =
      List.of(
          MATERIAL + "/certificate/rawBytes",
          MATERIAL + "/x509CertificateChain/certificates/0/rawBytes",
          MATERIAL + "/timestampVerificationData/rfc3161Timestamps/0/signedTimestamp",
          ENTRY + "/logId/keyId",
          ENTRY + "/canonicalizedBody",
          ENTRY + "/inclusionPromise/signedEntryTimestamp",
          PROOF + "/rootHash",
          "/messageSignature/messageDigest/digest",
          "/messageSignature/signature",
          "/dsseEnvelope/payload",
          "/dsseEnvelope/signatures/0/sig");

  private static final List<String> NUMERIC_FIELDS =
      List.of(ENTRY + "/logIndex", PROOF + "/logIndex", PROOF + "/treeSize");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "happy-path-v0.1",
        "happy-path-intoto-in-dsse-v3",
        "intoto-with-custom-trust-root",
        "rekor2-dsse-happy-path"
      })
  void changedByteIsRefused(String name) throws IOException {
    ConformanceCase sample = ConformanceCase.of(name);
    assertThat(sample.verify().isGood()).isTrue();

    List<String> accepted =
        mutations(JSON.readTree(sample.bundle())).parallelStream()
            .filter(mutation -> sample.verify(mutation.bundle()).isGood())
            .map(Mutation::name)
            .toList();

    assertThat(accepted).isEmpty();
  }

  private record Mutation(String name, byte[] bundle) {}

  private static List<Mutation> mutations(JsonNode good) throws IOException {
    List<Mutation> all = new ArrayList<>();
    for (String pointer : BINARY_FIELDS) {
      if (good.at(pointer).isTextual()) {
        byte[] bytes = Base64.getDecoder().decode(good.at(pointer).asText());
        for (int i = 0; i < bytes.length; i += bytes.length > LONG_FIELD_BYTES ? STRIDE : 1) {
          int index = i;
          all.add(mutation(good, pointer, i, text -> withFlippedBit(bytes, index)));
        }
      }
    }
    for (String pointer : NUMERIC_FIELDS) {
      all.add(mutation(good, pointer, 0, text -> "" + (Long.parseLong(text) + 1)));
    }
    for (int i = 0; i < good.at(PROOF + "/hashes").size(); i++) {
      byte[] hash = Base64.getDecoder().decode(good.at(PROOF + "/hashes/" + i).asText());
      int index = i;
      all.add(mutation(good, PROOF + "/hashes/" + i, i, text -> withFlippedBit(hash, index)));
    }
    addCheckpointMutations(good, all);
    return all;
  }

  /** Every character of the log's part; the lines of unknown witnesses may say anything. */
  private static void addCheckpointMutations(JsonNode good, List<Mutation> all) throws IOException {
    String pointer = PROOF + "/checkpoint/envelope";
    String note = good.at(pointer).asText();
    int end = note.indexOf('\n', note.indexOf("\n\n") + 2);
    for (int i : IntStream.range(0, end).toArray()) {
      char replacement = note.charAt(i) == 'A' ? 'B' : 'A';
      all.add(
          mutation(
              good,
              pointer,
              i,
              text -> text.substring(0, i) + replacement + text.substring(i + 1)));
    }
  }

  private static String withFlippedBit(byte[] bytes, int index) {
    byte[] changed = bytes.clone();
    changed[index % bytes.length] ^= (byte) (1 << index % 8);
    return Base64.getEncoder().encodeToString(changed);
  }

  private static Mutation mutation(
      JsonNode good, String pointer, int offset, UnaryOperator<String> change) throws IOException {
    JsonNode copy = good.deepCopy();
    int slash = pointer.lastIndexOf('/');
    JsonNode parent = copy.at(pointer.substring(0, slash));
    String field = pointer.substring(slash + 1);
    TextNode value = TextNode.valueOf(change.apply(copy.at(pointer).asText()));
    if (parent instanceof ArrayNode array) {
      array.set(Integer.parseInt(field), value);
    } else {
      ((ObjectNode) parent).set(field, value);
    }
    return new Mutation(
        pointer + " at " + offset, JSON.writeValueAsString(copy).getBytes(StandardCharsets.UTF_8));
  }
}
