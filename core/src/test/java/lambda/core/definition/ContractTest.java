package lambda.core.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContractTest {
  private static final String NOTE = "field note string or null";
  private static final List<String> LINES =
      List.of(
          "topic shop.orders",
          "key customer",
          "id id",
          "time at",
          "field id string",
          "rule amount must be at least 0");
  private static final Contract ORDERS = new Contract(LINES);

  @Test
  void sameContractFits() {
    assertThat(ORDERS.conflict(ORDERS, List.of())).isEmpty();
  }

  @Test
  void nullableFieldComesAndGoesAndComesBack() {
    Contract withNote = with(NOTE);

    assertThat(withNote.conflict(ORDERS, List.of())).isEmpty();
    assertThat(ORDERS.conflict(withNote, List.of())).isEmpty();
    assertThat(ORDERS.retired(withNote)).containsExactly(NOTE);
    assertThat(withNote.conflict(ORDERS, List.of(NOTE))).isEmpty();
  }

  @Test
  void fieldThatComesBackWithAnotherTypeIsRefused() {
    assertThat(with("field note long or null").conflict(ORDERS, List.of(NOTE)))
        .contains(
            "No longer declared: [field note string or null]. Newly declared: [field note long or null]");
    assertThat(with("field note string").conflict(with(NOTE), List.of())).isPresent();
    assertThat(with(NOTE).conflict(with("field note string"), List.of())).isPresent();
  }

  @Test
  void fieldWhosePathBeginsWithAnothersIsAnotherField() {
    assertThat(with("field notes long or null").conflict(ORDERS, List.of(NOTE))).isEmpty();
  }

  @Test
  void changedTopicKeyOrRuleIsRefused() {
    assertThat(changed("topic shop.orders", "topic other").conflict(ORDERS, List.of()))
        .contains("No longer declared: [topic shop.orders]. Newly declared: [topic other]");
    assertThat(changed("key customer", "key id").conflict(ORDERS, List.of())).isPresent();
    assertThat(without("rule amount must be at least 0").conflict(ORDERS, List.of())).isPresent();
    assertThat(with("rule id must match x").conflict(ORDERS, List.of())).isPresent();
  }

  @Test
  void contractOfAVersionThatDidNotStoreTheTopicIsAccepted() {
    assertThat(ORDERS.conflict(without("topic shop.orders"), List.of())).isEmpty();
  }

  private static Contract with(String line) {
    List<String> lines = new ArrayList<>(LINES);
    lines.add(line);
    return new Contract(lines);
  }

  private static Contract without(String line) {
    return new Contract(LINES.stream().filter(other -> !other.equals(line)).toList());
  }

  private static Contract changed(String line, String to) {
    return new Contract(LINES.stream().map(other -> other.equals(line) ? to : other).toList());
  }
}
