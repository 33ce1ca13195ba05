package org.stellaops.attestor.attestation;

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
class ByteSweepTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONG = 100;
  private static final int STRIDE = Integer.getInteger("attestor.sweep", 23);
  private static final String MATERIAL = "/verificationMaterial";
  private static final String ENTRY = MATERIAL + "/tlogEntries/0";
  private static final String PROOF = ENTRY + "/inclusionProof";

  /** Where a good bundle may have bytes. */
  private static final List<String> BYTES =
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

  private static final List<String> NUMBERS =
      List.of(ENTRY + "/logIndex", PROOF + "/logIndex", PROOF + "/treeSize");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "happy-path-v0.1",
        "happy-path-intoto-in-dsse-v3",
        "intoto-with-custom-trust-root",
        "rekor2-dsse-happy-path"
      })
  void oneChangedByteIsRefused(String name) throws IOException {
    Sample sample = Sample.of(name);
    assertThat(sample.verdict().good()).isTrue();

    List<String> accepted =
        mutants(JSON.readTree(sample.bundle())).parallelStream()
            .filter(mutant -> sample.verdict(mutant.bundle()).good())
            .map(Mutant::name)
            .toList();

    assertThat(accepted).isEmpty();
  }

  private record Mutant(String name, byte[] bundle) {}

  private static List<Mutant> mutants(JsonNode good) throws IOException {
    List<Mutant> all = new ArrayList<>();
    for (String place : BYTES) {
      if (good.at(place).isTextual()) {
        byte[] bytes = Base64.getDecoder().decode(good.at(place).asText());
        for (int i = 0; i < bytes.length; i += bytes.length > LONG ? STRIDE : 1) {
          int at = i;
          all.add(mutant(good, place, i, text -> flipped(bytes, at)));
        }
      }
    }
    for (String place : NUMBERS) {
      all.add(mutant(good, place, 0, text -> "" + (Long.parseLong(text) + 1)));
    }
    for (int i = 0; i < good.at(PROOF + "/hashes").size(); i++) {
      byte[] hash = Base64.getDecoder().decode(good.at(PROOF + "/hashes/" + i).asText());
      int at = i;
      all.add(mutant(good, PROOF + "/hashes/" + i, i, text -> flipped(hash, at)));
    }
    checkpointMutants(good, all);
    return all;
  }

  /** Every character of the log's part; the lines of unknown witnesses may say anything. */
  private static void checkpointMutants(JsonNode good, List<Mutant> all) throws IOException {
    String place = PROOF + "/checkpoint/envelope";
    String note = good.at(place).asText();
    int end = note.indexOf('\n', note.indexOf("\n\n") + 2);
    for (int i : IntStream.range(0, end).toArray()) {
      char other = note.charAt(i) == 'A' ? 'B' : 'A';
      all.add(mutant(good, place, i, text -> text.substring(0, i) + other + text.substring(i + 1)));
    }
  }

  private static String flipped(byte[] bytes, int at) {
    byte[] changed = bytes.clone();
    changed[at % bytes.length] ^= (byte) (1 << at % 8);
    return Base64.getEncoder().encodeToString(changed);
  }

  private static Mutant mutant(
      JsonNode good, String place, int byteAt, UnaryOperator<String> change) throws IOException {
    JsonNode copy = good.deepCopy();
    int slash = place.lastIndexOf('/');
    JsonNode parent = copy.at(place.substring(0, slash));
    String field = place.substring(slash + 1);
    TextNode value = TextNode.valueOf(change.apply(copy.at(place).asText()));
    if (parent instanceof ArrayNode array) {
      array.set(Integer.parseInt(field), value);
    } else {
      ((ObjectNode) parent).set(field, value);
    }
    return new Mutant(
        place + " at " + byteAt, JSON.writeValueAsString(copy).getBytes(StandardCharsets.UTF_8));
  }
}
