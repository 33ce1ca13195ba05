package org.stellaops.attestor.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The proofs of transparency-dev/merkle, with that library's verdict on each ({@code wantErr}).
 *
 * <p>Our verdict is the same but for two of them, by choice:
 *
 * <ul>
 *   <li>Some consistency vectors have placeholders of 12 bytes as roots. Ours are SHA-256 hashes or
 *       refused, so one vector that theirs accepts is not for us. To test what these vectors are
 *       named after, and not only the length of a root, they are judged again with their roots
 *       filled up to 32 bytes.
 *   <li>From the empty tree to another one theirs proves nothing and refuses; ours proves nothing
 *       and says that nothing is contradicted, as C2SP witnesses do.
 * </ul>
 */
class MerkleVectorsTest {
  private static final Path VECTORS = Path.of("src/test/resources/tlog/merkle");
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void inclusionProofsMatchVectors() throws IOException {
    Map<String, Boolean> ours = ourVerdicts("inclusion", MerkleVectorsTest::inclusionHolds);
    assertThat(ours).isEqualTo(theirVerdicts("inclusion"));
  }

  @Test
  void consistencyProofsMatchVectorsExceptInvalidRoots() throws IOException {
    Map<String, Boolean> expected = theirVerdicts("consistency");
    expected.replace("additional/sizes-are-equal-one-and-proof-is-empty.json", true, false);

    Map<String, Boolean> ours = ourVerdicts("consistency", MerkleVectorsTest::consistencyHolds);
    assertThat(ours).isEqualTo(expected);
  }

  @Test
  void consistencyProofsMatchVectorsExceptEmptyTree() throws IOException {
    Map<String, Boolean> expected = theirVerdicts("consistency");
    expected.replace("additional/size1-is-zero-and-size2-is-not-zero.json", false, true);

    Map<String, Boolean> ours =
        ourVerdicts("consistency", MerkleVectorsTest::consistencyHoldsWithRootsFilledUp);
    assertThat(ours).isEqualTo(expected);
  }

  private static boolean inclusionHolds(JsonNode vector) {
    try {
      InclusionProof proof =
          new InclusionProof(
              vector.get("leafIdx").longValue(), vector.get("treeSize").longValue(), proof(vector));
      return proof.rootFor(hash(vector, "leafHash")).equals(hash(vector, "root"));
    } catch (MalformedException refused) {
      return false;
    }
  }

  private static boolean consistencyHolds(JsonNode vector) {
    try {
      return consistency(vector).proves(hash(vector, "root1"), hash(vector, "root2"));
    } catch (MalformedException refused) {
      return false;
    }
  }

  private static boolean consistencyHoldsWithRootsFilledUp(JsonNode vector) {
    try {
      return consistency(vector).proves(filledUp(vector, "root1"), filledUp(vector, "root2"));
    } catch (MalformedException refused) {
      return false;
    }
  }

  private static ConsistencyProof consistency(JsonNode vector) {
    return new ConsistencyProof(
        vector.get("size1").longValue(), vector.get("size2").longValue(), proof(vector));
  }

  private static List<Hash> proof(JsonNode vector) {
    List<Hash> hashes = new ArrayList<>();
    vector.get("proof").forEach(hash -> hashes.add(Hash.fromBase64(hash.textValue())));
    return hashes;
  }

  private static Hash hash(JsonNode vector, String name) {
    return Hash.fromBase64(vector.get(name).textValue());
  }

  private static Hash filledUp(JsonNode vector, String name) {
    byte[] bytes = Base64.getDecoder().decode(vector.get(name).textValue());
    return Hash.of(Arrays.copyOf(bytes, Hash.BYTES));
  }

  private static Map<String, Boolean> theirVerdicts(String kind) throws IOException {
    return ourVerdicts(kind, vector -> !vector.get("wantErr").booleanValue());
  }

  private static Map<String, Boolean> ourVerdicts(String kind, Predicate<JsonNode> holds)
      throws IOException {
    Path folder = VECTORS.resolve(kind);
    Map<String, Boolean> verdicts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
        verdicts.put(folder.relativize(file).toString(), holds.test(JSON.readTree(file.toFile())));
      }
    }
    assertThat(verdicts).containsValue(true).containsValue(false);
    return verdicts;
  }
}
