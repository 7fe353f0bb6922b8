package lambda.core.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import lambda.core.failure.LambdaException;

/// Typed settings from environment variables. A component's config is read and checked in one call,
/// [#read], so no value is used before all are valid. One thread; short-lived.
public final class Settings {
  private static final int MAX_PORT = 65_535;
  private static final Pattern SERVERS = Pattern.compile("[^\\s,]+:\\d+(\\s*,\\s*[^\\s,]+:\\d+)*");
  private static final Pattern DATA_SIZE =
      Pattern.compile("(?=.*[1-9])\\d+(\\.\\d+)? ?[kmgt](i?b)?", Pattern.CASE_INSENSITIVE);

  private final Map<String, String> environment;

  /// Several components may read the same setting, but an error is reported once.
  private final Set<String> errors = new LinkedHashSet<>();

  private final Set<String> names = new TreeSet<>();

  private Settings(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /// Reads a config.
  ///
  /// @param reader builds the config; where a setting is invalid it gets the default
  /// @throws LambdaException of category bad input, naming every invalid setting
  public static <T> T read(Map<String, String> environment, Function<Settings, T> reader) {
    Settings settings = new Settings(environment);
    T config = reader.apply(settings);
    if (!settings.errors.isEmpty()) {
      throw LambdaException.badInput(List.copyOf(settings.errors), "the settings");
    }
    return config;
  }

  /// The names of all settings that a config consists of.
  public static Set<String> names(Function<Settings, ?> reader) {
    Settings settings = new Settings(Map.of());
    var _ = reader.apply(settings);
    return Set.copyOf(settings.names);
  }

  /// Any text but a blank one.
  public String text(String name, String fallback) {
    return value(name, fallback, "text that is not blank", given -> check(given, !given.isBlank()));
  }

  /// Text that is empty unless it is set.
  public Optional<String> optional(String name) {
    return value(name, "", "", Optional::of).filter(given -> !given.isBlank());
  }

  public Path path(String name, Path fallback) {
    return Path.of(text(name, fallback.toString()));
  }

  /// A whole number of at least 1.
  public int positive(String name, int fallback) {
    return number(name, fallback, Integer.MAX_VALUE, "a positive whole number");
  }

  public int port(String name, int fallback) {
    return number(name, fallback, MAX_PORT, "a port between 1 and " + MAX_PORT);
  }

  private int number(String name, int fallback, int max, String wanted) {
    return value(
        name,
        Integer.toString(fallback),
        wanted,
        given -> {
          int number = Integer.parseInt(given);
          return check(number, number >= 1 && number <= max);
        });
  }

  /// An ISO-8601 duration such as `PT0.2S`.
  public Duration duration(String name, Duration fallback) {
    return value(
        name,
        fallback.toString(),
        "a positive ISO-8601 duration, such as PT10S",
        given -> {
          Duration duration = Duration.parse(given);
          return check(duration, duration.isPositive());
        });
  }

  /// An absolute `http` or `https` address.
  public URI address(String name, String fallback) {
    return value(
        name, fallback, "an http address, such as http://127.0.0.1:9000", Settings::httpAddress);
  }

  /// An absolute `http` or `https` address, if there is one.
  public Optional<URI> optionalAddress(String name) {
    return optional(name).isEmpty() ? Optional.empty() : Optional.of(address(name, "http://none"));
  }

  /// Addresses by name, as in `worker=http://127.0.0.1:9465,…`; none if the text is `none`.
  public Map<String, URI> addresses(String name, String fallback) {
    return value(
        name,
        fallback,
        "names with http addresses, such as worker=http://127.0.0.1:9465, separated by commas, or none",
        given -> given.equals("none") ? Map.of() : addresses(given));
  }

  private static Map<String, URI> addresses(String given) {
    Map<String, URI> addresses = new LinkedHashMap<>();
    for (String each : given.split(",", -1)) {
      int equals = each.indexOf('=');
      check(each, equals > 0);
      addresses.put(
          each.substring(0, equals).strip(), httpAddress(each.substring(equals + 1).strip()));
    }
    return Collections.unmodifiableMap(addresses);
  }

  private static URI httpAddress(String given) {
    URI address = URI.create(given);
    boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    return check(address, http && address.getHost() != null);
  }

  /// One or more servers, as in `kafka-1:9092,kafka-2:9092`.
  public String servers(String name, String fallback) {
    return value(
        name,
        fallback,
        "host:port, or several of them separated by commas",
        given -> check(given, SERVERS.matcher(given).matches()));
  }

  /// An amount of memory with its unit, as in `512MB` or `1.5GiB`; DuckDB understands the text.
  public String dataSize(String name, String fallback) {
    return value(
        name,
        fallback,
        "a data size, such as 512MB or 2GB",
        given -> check(given, DATA_SIZE.matcher(given).matches()));
  }

  private <T> T value(String name, String fallback, String wanted, Function<String, T> parse) {
    names.add(name);
    String given = environment.getOrDefault(name, fallback);
    try {
      return parse.apply(given);
    } catch (IllegalArgumentException | DateTimeParseException e) {
      errors.add("%s is '%s'; it must be %s".formatted(name, given, wanted));
      return parse.apply(fallback);
    }
  }

  private static <T> T check(T value, boolean valid) {
    if (!valid) {
      throw new IllegalArgumentException("invalid");
    }
    return value;
  }
}
