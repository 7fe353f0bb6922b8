package lambda.core.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lambda.core.Pageviews;
import lambda.core.event.Event;
import lambda.core.hour.Hour;
import org.junit.jupiter.api.Test;

class ViewFoldTest {
  private static final Hour FOUR = Hour.parse("2026-11-21T04:00:00Z");

  private final ViewFold fold = new ViewFold(Pageviews.stream(), Pageviews.perMinute());

  private static Event pageview(String postcode, String time) {
    long millis = Instant.parse(time).toEpochMilli();
    return new Event("id", millis, Arrays.asList("id", postcode, millis, null, null, null), false);
  }

  private Map<PartialKey, Long> partials() {
    return fold.partials().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()[0]));
  }

  private static PartialKey key(Hour hour, String window, String postcode) {
    return new PartialKey(hour, Instant.parse(window).toEpochMilli(), List.of(postcode));
  }

  @Test
  void eventsAddUpByHourWindowAndKey() {
    fold.add(FOUR, pageview("SW19", "2026-11-21T04:05:01Z"));
    fold.add(FOUR, pageview("SW19", "2026-11-21T04:05:59Z"));
    fold.add(FOUR, pageview("E1", "2026-11-21T04:05:59Z"));
    fold.add(FOUR.next(), pageview("SW19", "2026-11-21T04:05:30Z"));

    assertThat(partials())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                key(FOUR, "2026-11-21T04:05:00Z", "SW19"), 2L,
                key(FOUR, "2026-11-21T04:05:00Z", "E1"), 1L,
                key(FOUR.next(), "2026-11-21T04:05:00Z", "SW19"), 1L));
  }

  @Test
  void afterClearingItBeginsFromNothing() {
    fold.add(FOUR, pageview("SW19", "2026-11-21T04:05:01Z"));
    fold.clear();

    assertThat(fold.size()).isZero();
  }
}
