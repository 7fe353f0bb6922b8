package lambda.core.view;

import static org.assertj.core.api.Assertions.assertThat;

import lambda.core.Events;
import lambda.core.definition.ViewDefinition;
import org.junit.jupiter.api.Test;

class GroupKeyTest {
  /// By referrer and price.
  private static GroupKey key() {
    return new GroupKey(new int[] {3, 6}, new boolean[] {true, false});
  }

  private static GroupKey key(long windowStart, String more) {
    GroupKey key = key();
    key.fill(windowStart, Events.pageview(more));
    return key;
  }

  private static String referrer(String value) {
    return ",\"data\":{\"referrer\":\"%s\"}".formatted(value);
  }

  @Test
  void keysOfOneWindowAndTheSameValuesAreEqual() {
    assertThat(key(60, referrer("/a")))
        .isEqualTo(key(60, referrer("/a")))
        .hasSameHashCodeAs(key(60, referrer("/a")))
        .isNotEqualTo(key(0, referrer("/a")))
        .isNotEqualTo(key(60, referrer("/b")))
        .isNotEqualTo(key(60, referrer("/a") + ",\"price\":1"));
  }

  @Test
  void nullIsADistinctValue() {
    assertThat(key(0, "")).isEqualTo(key(0, "")).isNotEqualTo(key(0, referrer("")));
    assertThat(key(0, "").value(0)).isNull();
  }

  @Test
  void aDecimalIsItsUnscaledValue() {
    assertThat(key(0, ",\"price\":1.5").value(1)).isEqualTo(150L);
  }

  @Test
  void aCopyStaysWhenTheKeyIsRefilled() {
    GroupKey key = key(60, referrer("/a"));
    GroupKey copy = key.copy();
    key.fill(0, Events.pageview(""));

    assertThat(copy).isEqualTo(key(60, referrer("/a")));
    assertThat(copy.windowStart()).isEqualTo(60);
    assertThat(key).isNotEqualTo(copy);
  }

  @Test
  void aLongStringIsCutBetweenCodePoints() {
    String balls = "🎾".repeat(ViewDefinition.KEY_LENGTH);

    assertThat(key(0, referrer(balls)).value(0)).isEqualTo(balls);
    assertThat(key(0, referrer(balls + "x"))).isEqualTo(key(0, referrer(balls)));
  }
}
