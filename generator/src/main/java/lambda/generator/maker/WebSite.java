package lambda.generator.maker;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.datafaker.Faker;

/// A web site: its pages have plausible names from Datafaker; pages and users are drawn by Zipf's
/// law. Immutable.
final class WebSite {
  private static final int PAGES = 200;
  private static final int USERS = 20_000;
  private static final double USER_EXPONENT = 0.6;
  private static final long NAMES = 7;

  private final List<String> pages;
  private final Zipf pageLaw;
  private final Zipf userLaw = new Zipf(USERS, USER_EXPONENT);

  /// @param zipf the exponent for pages
  WebSite(double zipf) {
    Faker faker = new Faker(new Random(NAMES));
    pages =
        IntStream.range(0, PAGES)
            .mapToObj(_ ->
                "/"
                    + slug(faker.commerce().department())
                    + "/"
                    + slug(faker.commerce().productName()))
            .toList();
    pageLaw = new Zipf(PAGES, zipf);
  }

  private static String slug(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  String page(RandomGenerator random) {
    return pages.get(pageLaw.next(random));
  }

  String user(RandomGenerator random) {
    return "user-" + userLaw.next(random);
  }
}
