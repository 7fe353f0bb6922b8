package lambda.core;

import java.util.List;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.Measure;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.core.definition.Window;

/// A stream for tests, with a field of each type.
public final class Pageviews {
  public static final Field ID = new Field("event_id", FieldType.STRING, false);
  public static final Field POSTCODE = new Field("postcode", FieldType.STRING, false);
  public static final Field TIME = new Field("timestamp", FieldType.LONG, false);
  public static final Field REFERRER = new Field("referrer", FieldType.STRING, true);
  public static final Field SECONDS = new Field("seconds", FieldType.DOUBLE, true);
  public static final Field MOBILE = new Field("mobile", FieldType.BOOLEAN, true);

  private Pageviews() {}

  public static ViewDefinition perMinute() {
    return new ViewDefinition(
        "per_minute",
        Window.MINUTE,
        List.of(POSTCODE),
        List.of(new Measure("pageviews", Measure.Kind.COUNT)));
  }

  public static StreamDefinition stream() {
    return new StreamDefinition(
        "pageviews",
        "pageview-events",
        3,
        List.of(ID, POSTCODE, TIME, REFERRER, SECONDS, MOBILE),
        ID,
        TIME,
        POSTCODE,
        List.of(perMinute()));
  }
}
