package lambda.batch.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplayRequestTest {
  private static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] apply(byte[] value, String... replacements) {
    Map<String, String> inOrder = new LinkedHashMap<>();
    for (int i = 0; i < replacements.length; i += 2) {
      inOrder.put(replacements[i], replacements[i + 1]);
    }
    return new ReplayRequest("", inOrder).apply(value);
  }

  @Test
  void bytesThatNobodyAskedToChangeStay() {
    byte[] noText = bytes("\u00ff\u0000\u00ed\u00a0\u0080");

    assertThat(apply(noText)).isEqualTo(noText);
    assertThat(apply(noText, "x", "y")).isEqualTo(noText);
    assertThat(apply(bytes("\u00ffx\u00c3"), "x", "yy")).isEqualTo(bytes("\u00ffyy\u00c3"));
  }

  @Test
  void replacementsAreAppliedInTheOrderGiven() {
    assertThat(apply(bytes("b"), "b", "c", "c", "d")).isEqualTo(bytes("d"));
    assertThat(apply(bytes("b"), "c", "d", "b", "c")).isEqualTo(bytes("c"));
    assertThat(apply(bytes("z"), "z", "y", "y", "x", "x", "a", "a", "b")).isEqualTo(bytes("b"));
  }

  @Test
  void everyOccurrenceIsReplacedAsTextIs() {
    assertThat(apply("aaaé€é".getBytes(StandardCharsets.UTF_8), "aa", "b", "é", ""))
        .isEqualTo("ba€".getBytes(StandardCharsets.UTF_8));
    assertThat(apply(bytes("abc"), "abcd", "x")).isEqualTo(bytes("abc"));
    assertThat(apply(bytes(""), "a", "x")).isEmpty();
  }
}
