package lambda.generator.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import lambda.core.definition.Field;
import lambda.core.definition.StreamDefinition;
import lambda.generator.maker.EventMaker;
import lambda.generator.maker.JsonFields;

/// The endless sequence of records that a [LoadSpec] describes, in the order of their arrival.
/// Arrivals are a Poisson process. Pure: time is a number, and nothing waits. One owner.
public final class Load {
  private static final long LATEST = Duration.ofHours(2).toMillis();
  private static final long AGAIN_WITHIN = Duration.ofMinutes(5).toMillis();
  private static final double MILLIS = 1000;
  private static final List<Fault> FAULTS = List.of(Fault.values());

  /// Malformed records as they occur in practice.
  private enum Fault {
    TRUNCATED,
    WITHOUT_ID,
    WRONG_TIME,
    ERROR_PAGE,
    EMPTY,
    TWO_IN_ONE
  }

  private final LoadSpec spec;
  private final StreamDefinition stream;
  private final RandomGenerator random;
  private final EventMaker maker;
  private final long idPrefix;
  private final PriorityQueue<PlannedRecord.Good> again =
      new PriorityQueue<>(Comparator.comparingLong(PlannedRecord.Good::arrival));
  private double clock;
  private long count;
  private PlannedRecord upcoming;

  public Load(LoadSpec spec, StreamDefinition stream) {
    this.spec = spec;
    this.stream = stream;
    random = new SplittableRandom(spec.seed());
    maker = EventMaker.of(stream, spec.zipf());
    clock = spec.start().toEpochMilli();
    // Runs with the same seed send different events, unless they start at the same instant.
    idPrefix = new SplittableRandom(spec.seed() ^ spec.start().toEpochMilli()).nextLong();
    upcoming = fresh();
  }

  /// The next record.
  public PlannedRecord next() {
    PlannedRecord.Good repeated = again.peek();
    if (repeated != null && repeated.arrival() <= upcoming.arrival()) {
      again.remove();
      return repeated;
    }
    PlannedRecord next = upcoming;
    if (next instanceof PlannedRecord.Good good && random.nextDouble() < spec.duplicates()) {
      long later = good.arrival() + 1 + random.nextLong(AGAIN_WITHIN);
      again.add(new PlannedRecord.Good(later, good.key(), good.event(), true));
    }
    upcoming = fresh();
    return next;
  }

  private PlannedRecord fresh() {
    clock += -Math.log(1 - random.nextDouble()) / spec.perSecond() * MILLIS;
    long arrival = (long) clock;
    boolean late = random.nextDouble() < spec.late();
    long time = late ? arrival - 1 - random.nextLong(LATEST) : arrival;
    ObjectNode event = maker.make(random, new UUID(idPrefix, count++).toString(), time);
    String key = JsonFields.value(event, stream.key()).asText();
    return random.nextDouble() < spec.malformed()
        ? new PlannedRecord.Broken(arrival, key, broken(event))
        : new PlannedRecord.Good(arrival, key, event, false);
  }

  private String broken(ObjectNode event) {
    String json = event.toString();
    return switch (FAULTS.get(random.nextInt(FAULTS.size()))) {
      case TRUNCATED -> json.substring(0, json.length() / 2);
      case WITHOUT_ID -> without(event, stream.id()).toString();
      case WRONG_TIME -> withWrongTime(event).toString();
      case ERROR_PAGE -> "<html><body>502 Bad Gateway</body></html>";
      case EMPTY -> "";
      case TWO_IN_ONE -> json + json;
    };
  }

  private static ObjectNode without(ObjectNode event, Field field) {
    ObjectNode copy = event.deepCopy();
    JsonFields.parent(copy, field).remove(JsonFields.name(field));
    return copy;
  }

  private ObjectNode withWrongTime(ObjectNode event) {
    ObjectNode copy = event.deepCopy();
    JsonFields.parent(copy, stream.time()).put(JsonFields.name(stream.time()), "yesterday");
    return copy;
  }
}
