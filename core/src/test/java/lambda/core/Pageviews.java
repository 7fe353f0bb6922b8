package lambda.core;

import java.util.List;
import java.util.Optional;
import lambda.core.definition.Condition;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.Measure;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.TimeLimit;
import lambda.core.definition.ViewDefinition;
import lambda.core.definition.Window;

/// A stream for tests, with a field of each type.
public final class Pageviews {
  public static final Field ID = new Field("event_id", new FieldType.StringType(), false);
  public static final Field POSTCODE = new Field("postcode", new FieldType.StringType(), false);
  public static final Field TIME = new Field("timestamp", new FieldType.LongType(), false);
  public static final Field REFERRER = new Field("data.referrer", new FieldType.StringType(), true);
  public static final Field SECONDS = new Field("seconds", new FieldType.DoubleType(), true);
  public static final Field MOBILE = new Field("mobile", new FieldType.BooleanType(), true);
  public static final Field PRICE = new Field("price", new FieldType.DecimalType(6, 2), true);

  private Pageviews() {}

  public static Measure.Count count(String name) {
    return new Measure.Count(name, Optional.empty(), Condition.always());
  }

  public static ViewDefinition perMinute(Measure... measures) {
    return new ViewDefinition(
        "per_minute", Window.MINUTE, Condition.always(), List.of(POSTCODE), List.of(measures));
  }

  public static StreamDefinition stream(ViewDefinition... views) {
    return new StreamDefinition(
        "pageviews",
        "pageview-events",
        3,
        List.of(ID, POSTCODE, TIME, REFERRER, SECONDS, MOBILE, PRICE),
        ID,
        TIME,
        TimeLimit.LARGEST,
        POSTCODE,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        List.of(views));
  }
}
