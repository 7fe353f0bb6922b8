package lambda.generator.maker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes clicks: a user does something on a page. Pages are skewed.
final class ClickMaker implements EventMaker {
  private static final List<String> TYPES =
      List.of("view", "click", "scroll", "search", "purchase");
  private static final List<String> REFERRERS =
      List.of("https://search.example", "https://social.example", "https://news.example");
  private static final double DIRECT = 0.4;

  private final WebSite site;
  private final Zipf typeLaw = new Zipf(TYPES.size(), 1);
  private final Zipf referrerLaw = new Zipf(REFERRERS.size(), 1);

  ClickMaker(double zipf) {
    site = new WebSite(zipf);
  }

  @Override
  public ObjectNode make(RandomGenerator random, String id, long time) {
    ObjectNode click =
        JsonFields.object()
            .put("event_id", id)
            .put("timestamp", time)
            .put("user_id", site.user(random))
            .put("event_type", TYPES.get(typeLaw.next(random)));
    ObjectNode data = click.putObject("data").put("page", site.page(random));
    if (random.nextDouble() >= DIRECT) {
      data.put("referrer", REFERRERS.get(referrerLaw.next(random)));
    }
    return click;
  }
}
