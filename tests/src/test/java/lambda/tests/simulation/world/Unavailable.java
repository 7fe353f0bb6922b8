package lambda.tests.simulation.world;

/// A server did not answer. Whether it did what it was asked to is unknown.
public final class Unavailable extends RuntimeException {
  Unavailable(Server server) {
    super(server + " does not answer", null, false, false);
  }
}
