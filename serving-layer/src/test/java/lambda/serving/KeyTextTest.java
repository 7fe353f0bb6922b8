package lambda.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import lambda.core.definition.ViewDefinition;
import lambda.core.parse.StreamParser;
import org.junit.jupiter.api.Test;

class KeyTextTest {
  private static final ViewDefinition NONE = view("[]");
  private static final ViewDefinition ONE = view("[shop]");
  private static final ViewDefinition TWO = view("[shop, mood]");

  private static ViewDefinition view(String groupBy) {
    String schema =
        """
        {"type": "record", "name": "Sale", "fields": [
          {"name": "id", "type": "string"},
          {"name": "at", "type": "string"},
          {"name": "shop", "type": "string"},
          {"name": "mood", "type": ["null", "string"]}]}
        """;
    String yaml =
        """
        stream: sales
        topic: sales
        partitions: 1
        format: json
        schema: sales.avsc
        id: id
        time: at
        key: shop
        views:
          - view: sales_by_mood
            window: day
            group_by: %s
            measures: { events: count }
        """
            .formatted(groupBy);
    return new StreamParser("sales.yaml", _ -> schema).parse(yaml).views().getFirst();
  }

  @Test
  void nullDiffersVisiblyFromTheEmptyString() {
    assertThat(KeyText.of(Arrays.asList("a", null))).isEqualTo("a|(null)");
    assertThat(KeyText.of(List.of("a", ""))).isEqualTo("a|");
    assertThat(KeyText.of(List.of())).isEmpty();
  }

  @Test
  void valuesAreGivenOneByOneOrJoined() {
    assertThat(KeyText.parse(TWO, List.of("a", "b"))).containsExactly("a", "b");
    assertThat(KeyText.parse(TWO, List.of("a|b"))).containsExactly("a", "b");
    assertThat(KeyText.parse(TWO, List.of("a|"))).containsExactly("a", "");
    assertThat(KeyText.parse(TWO, List.of("a|(null)"))).containsExactly("a", null);
  }

  @Test
  void separatorIsPartOfAValueThatIsGivenAlone() {
    assertThat(KeyText.parse(ONE, List.of("a|b"))).containsExactly("a|b");
    assertThat(KeyText.parse(TWO, List.of("a|b", "c"))).containsExactly("a|b", "c");
  }

  @Test
  void keyOfTooFewOrTooManyValuesIsRefused() {
    assertThatThrownBy(() -> KeyText.parse(TWO, List.of("a")))
        .hasMessage("--key a does not fit view 'sales_by_mood': it has 1 of 2 values (shop|mood)");
    assertThatThrownBy(() -> KeyText.parse(TWO, List.of("a|b|c")))
        .hasMessageContaining("3 of 2 values");
    assertThatThrownBy(() -> KeyText.parse(ONE, List.of("a", "b")))
        .hasMessageContaining("2 of 1 values");
    assertThatThrownBy(() -> KeyText.parse(NONE, List.of("a")))
        .hasMessage("view 'sales_by_mood' has no key");
  }
}
