package lambda.generator.maker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes pageviews: a user looks at a page. Postcodes are skewed; SW19 is the hot one.
final class PageviewMaker implements EventMaker {
  private final WebSite site = new WebSite(1);
  private final List<String> postcodes = Postcodes.byRank();
  private final Zipf postcodeLaw;

  PageviewMaker(double zipf) {
    postcodeLaw = new Zipf(postcodes.size(), zipf);
  }

  @Override
  public ObjectNode make(RandomGenerator random, String id, long time) {
    return JsonFields.object()
        .put("event_id", id)
        .put("user_id", site.user(random))
        .put("postcode", postcodes.get(postcodeLaw.next(random)))
        .put("webpage", site.page(random))
        .put("timestamp", time);
  }
}
