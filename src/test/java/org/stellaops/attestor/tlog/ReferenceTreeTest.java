package org.stellaops.attestor.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The judge judged: the eight entries and roots that CT implementations have used since 2012. */
class ReferenceTreeTest {
  private static final ReferenceTree TREE =
      new ReferenceTree(
          Stream.of(
                  "",
                  "00",
                  "10",
                  "2021",
                  "3031",
                  "40414243",
                  "5051525354555657",
                  "606162636465666768696a6b6c6d6e6f")
              .map(HexFormat.of()::parseHex)
              .toList());

  @ParameterizedTest
  @CsvSource({
    "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  })
  void matchesRootsOfCtTests(int size, String hex) {
    assertThat(TREE.root(size)).isEqualTo(Hash.fromHex(hex));
  }

  /** The tree of seven leaves that RFC 6962 section 2.1.3 draws, with its letters. */
  @Test
  void matchesProofsOfRfc() {
    Hash c = TREE.leaf(2);
    Hash d = TREE.leaf(3);
    Hash g = TREE.mth(0, 2);
    Hash h = TREE.mth(2, 4);
    Hash i = TREE.mth(4, 6);
    Hash j = TREE.leaf(6);
    Hash k = TREE.mth(0, 4);
    Hash l = TREE.mth(4, 7);

    assertThat(TREE.path(0, 7)).containsExactly(TREE.leaf(1), h, l);
    assertThat(TREE.path(3, 7)).containsExactly(c, g, l);
    assertThat(TREE.path(4, 7)).containsExactly(TREE.leaf(5), j, k);
    assertThat(TREE.path(6, 7)).containsExactly(i, k);

    assertThat(TREE.proof(3, 7)).containsExactly(c, d, g, l);
    assertThat(TREE.proof(4, 7)).containsExactly(l);
    assertThat(TREE.proof(6, 7)).containsExactly(i, j, k);
    assertThat(TREE.proof(7, 7)).isEqualTo(List.of());
  }
}
