package lambda.generator;

/// A record to be sent when its time comes.
sealed interface Planned permits Planned.First, Planned.Again, Planned.Broken {
  /// Its Kafka timestamp, in milliseconds since the epoch.
  long arrival();

  String key();

  String value();

  /// An event for the first time.
  record First(long arrival, Pageview pageview) implements Planned {
    @Override
    public String key() {
      return pageview.postcode();
    }

    @Override
    public String value() {
      return pageview.json();
    }
  }

  /// An event that was sent before.
  record Again(long arrival, Pageview pageview) implements Planned {
    @Override
    public String key() {
      return pageview.postcode();
    }

    @Override
    public String value() {
      return pageview.json();
    }
  }

  /// A record that is no event: its value may be anything.
  record Broken(long arrival, String key, String value) implements Planned {}
}
