package lambda.core.config;

import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import lambda.core.failure.LambdaException;

/// Reads typed settings from environment variables and gathers every fault, so that a user mends
/// them all in one go. One thread; short-lived.
///
/// Usage: read each setting, then call [#check] before any value is used.
public final class Settings {
  private final Map<String, String> environment;
  private final List<String> faults = new ArrayList<>();
  private final Set<String> names = new TreeSet<>();

  public Settings(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  public String text(String name, String fallback) {
    return read(name, fallback, "a text that is not blank", Settings::notBlank);
  }

  /// A whole number from 1 up.
  public int positive(String name, int fallback) {
    return read(
        name, Integer.toString(fallback), "a whole number from 1 up", Settings::positiveNumber);
  }

  /// An ISO-8601 duration such as `PT0.2S`.
  public Duration duration(String name, Duration fallback) {
    return read(
        name, fallback.toString(), "a positive ISO-8601 duration, such as PT10S", Settings::span);
  }

  /// An absolute `http` or `https` address.
  public URI address(String name, String fallback) {
    return read(name, fallback, "an http address, such as http://127.0.0.1:9000", Settings::http);
  }

  /// @throws LambdaException naming every setting that is wrong
  public void check() {
    if (!faults.isEmpty()) {
      throw LambdaException.badInput(String.join("\n", faults));
    }
  }

  /// The names of all settings read so far.
  public Set<String> names() {
    return Set.copyOf(names);
  }

  private <T> T read(String name, String fallback, String wanted, Function<String, T> parse) {
    names.add(name);
    String given = environment.getOrDefault(name, fallback);
    try {
      return parse.apply(given);
    } catch (IllegalArgumentException | DateTimeParseException e) {
      faults.add("%s is '%s'; it must be %s".formatted(name, given, wanted));
      return parse.apply(fallback);
    }
  }

  private static String notBlank(String given) {
    if (given.isBlank()) {
      throw new IllegalArgumentException("blank");
    }
    return given;
  }

  private static Integer positiveNumber(String given) {
    int number = Integer.parseInt(given);
    if (number < 1) {
      throw new IllegalArgumentException("not positive");
    }
    return number;
  }

  private static Duration span(String given) {
    Duration duration = Duration.parse(given);
    if (!duration.isPositive()) {
      throw new IllegalArgumentException("not positive");
    }
    return duration;
  }

  private static URI http(String given) {
    URI address = URI.create(given);
    boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    if (!http || address.getHost() == null) {
      throw new IllegalArgumentException("not an http address");
    }
    return address;
  }
}
