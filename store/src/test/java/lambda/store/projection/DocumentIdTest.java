package lambda.store.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DocumentIdTest {
  private static final Instant WINDOW = Instant.parse("2026-11-24T00:00:00Z");

  @Test
  void listsThatLookAlikeHaveDifferentIds() {
    List<@Nullable String> texts =
        new ArrayList<>(
            List.of(
                "", "null", "null;", "0:", "4:null", "\0", "a", "a\0", "ab", "\uD83D\uDE00", "é"));
    texts.add(null);
    Set<String> ids = new HashSet<>();
    int lists = 0;
    for (@Nullable String a : texts) {
      assertThat(ids.add(DocumentId.of(Arrays.asList(WINDOW, a)))).as("%s", a).isTrue();
      lists++;
      for (@Nullable String b : texts) {
        assertThat(ids.add(DocumentId.of(Arrays.asList(WINDOW, a, b)))).as("%s, %s", a, b).isTrue();
        lists++;
      }
    }
    assertThat(ids).hasSize(lists).allSatisfy(id -> assertThat(id).hasSize(43));
  }

  @Test
  void valuesThatPostgresHoldsForEqualHaveOneId() {
    assertThat(DocumentId.of(List.of(-0.0))).isEqualTo(DocumentId.of(List.of(0.0)));
    assertThat(DocumentId.of(List.of(new BigDecimal("1E+1"))))
        .isEqualTo(DocumentId.of(List.of(new BigDecimal("10"))));
  }

  @Test
  void anEventsOwnIdIsKeptIfElasticsearchCanHoldIt() {
    String longest = "é".repeat(256);

    assertThat(DocumentId.of("event 1")).isEqualTo("event 1");
    assertThat(DocumentId.of(longest)).isEqualTo(longest);
    for (String id : List.of("", "#", longest + "x", "\uD83D\uDE00".repeat(100_000))) {
      assertThat(DocumentId.of(id).getBytes(StandardCharsets.UTF_8)).hasSize(44);
      assertThat(DocumentId.of(DocumentId.of(id)))
          .as("taken for it")
          .isNotEqualTo(DocumentId.of(id));
    }
  }
}
