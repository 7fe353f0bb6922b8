package lambda.generator;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// The endless sequence of records that a [LoadSpec] describes, in the order of their arrival.
/// Arrivals are a Poisson process. Pure: time is a number here, nobody waits. One owner.
final class Load {
  private static final long LATEST = Duration.ofHours(2).toMillis();
  private static final long AGAIN_WITHIN = Duration.ofMinutes(5).toMillis();
  private static final double MILLIS = 1000;

  private final LoadSpec spec;
  private final RandomGenerator random;
  private final Visitors visitors;
  private final long idPrefix;
  private final PriorityQueue<Planned.Again> again =
      new PriorityQueue<>(Comparator.comparingLong(Planned.Again::arrival));
  private double clock;
  private long count;
  private Planned upcoming;

  Load(LoadSpec spec) {
    this.spec = spec;
    random = new SplittableRandom(spec.seed());
    visitors = new Visitors(spec.zipf());
    clock = spec.start().toEpochMilli();
    // Two runs with one seed are different events, unless they start at the same instant.
    idPrefix = new SplittableRandom(spec.seed() ^ spec.start().toEpochMilli()).nextLong();
    upcoming = fresh();
  }

  /// The next record.
  Planned next() {
    Planned.Again repeated = again.peek();
    if (repeated != null && repeated.arrival() <= upcoming.arrival()) {
      again.remove();
      return repeated;
    }
    Planned next = upcoming;
    if (next instanceof Planned.First first && random.nextDouble() < spec.duplicates()) {
      long later = first.arrival() + 1 + random.nextLong(AGAIN_WITHIN);
      again.add(new Planned.Again(later, first.pageview()));
    }
    upcoming = fresh();
    return next;
  }

  private Planned fresh() {
    clock += -Math.log(1 - random.nextDouble()) / spec.perSecond() * MILLIS;
    long arrival = (long) clock;
    boolean late = random.nextDouble() < spec.late();
    long time = late ? arrival - 1 - random.nextLong(LATEST) : arrival;
    Pageview pageview = visitors.pageview(random, new UUID(idPrefix, count++).toString(), time);
    return random.nextDouble() < spec.malformed()
        ? new Planned.Broken(arrival, pageview.postcode(), broken(pageview))
        : new Planned.First(arrival, pageview);
  }

  /// One of the ways in which records go wrong in practice.
  private String broken(Pageview pageview) {
    String json = pageview.json();
    return switch (random.nextInt(6)) {
      case 0 -> json.substring(0, json.length() / 2);
      case 1 -> json.replace("\"postcode\"", "\"post_code\"");
      case 2 -> json.replaceFirst("\"timestamp\":[0-9]+", "\"timestamp\":\"yesterday\"");
      case 3 -> "<html><body>502 Bad Gateway</body></html>";
      case 4 -> "";
      case 5 -> json + json;
      default -> throw new IllegalStateException("there are six ways");
    };
  }
}
