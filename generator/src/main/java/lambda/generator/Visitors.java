package lambda.generator;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.datafaker.Faker;

/// The people and the pages they look at: plausible names by Datafaker, drawn by Zipf's law.
final class Visitors {
  private static final int PAGES = 200;
  private static final int USERS = 20_000;
  private static final long NAMES = 7;

  private final List<String> postcodes = Postcodes.byRank();
  private final List<String> pages;
  private final Zipf postcodeLaw;
  private final Zipf pageLaw = new Zipf(PAGES, 1);
  private final Zipf userLaw = new Zipf(USERS, 0.6);

  Visitors(double zipf) {
    Faker faker = new Faker(new Random(NAMES));
    pages =
        IntStream.range(0, PAGES)
            .mapToObj(i ->
                "/"
                    + slug(faker.commerce().department())
                    + "/"
                    + slug(faker.commerce().productName()))
            .toList();
    postcodeLaw = new Zipf(postcodes.size(), zipf);
  }

  private static String slug(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  Pageview pageview(RandomGenerator random, String eventId, long time) {
    return new Pageview(
        eventId,
        "user-" + userLaw.next(random),
        postcodes.get(postcodeLaw.next(random)),
        pages.get(pageLaw.next(random)),
        time);
  }
}
