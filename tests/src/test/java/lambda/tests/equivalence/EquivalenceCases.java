package lambda.tests.equivalence;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.providers.ArbitraryProvider;
import net.jqwik.api.providers.TypeUsage;

/// Draws definitions and records, the awkward ones on purpose: nulls, missing fields, wrong types,
/// unicode, negative and huge numbers, zones, leap days, ends of months and of time, ids that come
/// again in the same hour and in the next. jqwik finds it for every parameter of type
/// [EquivalenceCase].
public final class EquivalenceCases implements ArbitraryProvider {
  private static final int MAX_PARTITIONS = 3;
  private static final int MAX_HOURS = 3;
  private static final int MAX_RECORDS = 20;

  /// Few, so that many records are duplicates.
  private static final int MAX_ID = 40;

  private static final List<String> TEXTS =
      List.of(
          "SW19",
          "sw19",
          "",
          " ",
          "ß",
          "ẞ",
          "é",
          "e\u0301",
          "日本",
          "🎾",
          "a'b",
          "a\"b",
          "a\\b",
          "a|b",
          "a\tb\nc",
          "null",
          "NULL",
          "%",
          "{}",
          "0",
          "\uFFFD",
          "\u200B",
          "x".repeat(200),
          "x".repeat(201),
          "🎾".repeat(200),
          "🎾".repeat(200) + "x",
          "é".repeat(300));
  private static final List<String> WHOLES =
      List.of(
          "0",
          "-1",
          "1",
          "7",
          "9223372036854775807",
          "-9223372036854775808",
          "9007199254740993",
          "4503599627370497");
  private static final List<String> RANKS = List.of("0", "-1", "2147483647", "-2147483648");
  private static final List<String> AMOUNTS =
      List.of(
          "0",
          "0.01",
          "-0.01",
          "0.10",
          "12.5",
          "100",
          "9999999999999999.99",
          "-9999999999999999.99",
          "1234567890123456.78");
  private static final List<String> FRACTIONS =
      List.of("0", "0.1", "0.00001", "-0.99999", "0.99999");
  private static final List<String> REALS =
      List.of("0", "-0.0", "0.1", "1e-300", "-1.7976931348623157e308", "4.9e-324", "3", "1e21");
  private static final List<String> TIMES =
      List.of(
          "2026-11-21T04:05:06.789Z",
          "2028-02-29T23:59:59.999Z",
          "2027-02-28T23:59:59.999Z",
          "2100-02-28T23:59:59.999Z",
          "2026-12-31T23:59:59.999Z",
          "1969-12-31T23:59:59.999Z",
          "1970-01-01T00:00:00Z",
          "1582-10-04T23:59:59.999Z",
          "0001-01-01T00:02:00Z",
          "9999-12-31T23:58:00Z");
  private static final List<String> ZONES = List.of("Z", "", "+05:30", "-0800", "+14:00", "-12");

  /// Values of the wrong type for a field.
  private static final List<String> WRONG = List.of("null", "[]", "{}", "\"x\"", "1.5", "true");

  @Override
  public boolean canProvideFor(TypeUsage type) {
    return type.isOfType(EquivalenceCase.class);
  }

  @Override
  public Set<Arbitrary<?>> provideFor(TypeUsage type, ArbitraryProvider.SubtypeProvider subtypes) {
    return Set.of(cases());
  }

  static Arbitrary<EquivalenceCase> cases() {
    return Combinators.combine(
            Arbitraries.of("ms", "iso"),
            limit(),
            Arbitraries.integers().between(1, MAX_PARTITIONS),
            view(),
            record().list().ofMaxSize(MAX_RECORDS).list().ofMinSize(1).ofMaxSize(MAX_HOURS))
        .as(EquivalenceCase::of);
  }

  /// Mostly one that admits all times; else one whose edges are near times that are drawn.
  private static Arbitrary<String> limit() {
    Arbitrary<String> none = Arbitraries.of("{ past: P3660000D, future: P3660000D }");
    Arbitrary<String> some =
        Combinators.combine(
                Arbitraries.of("PT0S", "PT1M", "P20779D", "P20778DT4H", "P3650D", "P3660000D"),
                Arbitraries.of("PT0S", "PT1M", "P40D", "P40DT19H", "P98D", "P3660000D"))
            .as("{ past: %s, future: %s }"::formatted);
    return Arbitraries.frequencyOf(Tuple.of(3, none), Tuple.of(2, some));
  }

  private static Arbitrary<String> view() {
    Arbitrary<String> window = Arbitraries.of("minute", "hour", "day", "month");
    Arbitrary<String> keys =
        Arbitraries.of(
                "text",
                "maybeText",
                "number",
                "maybe_number",
                "amount",
                "fraction",
                "flag",
                "data.page",
                "data.rank")
            .list()
            .uniqueElements()
            .ofMaxSize(3)
            .map(fields -> String.join(", ", fields));
    return Combinators.combine(window, keys, condition(3).optional(0.6), measures())
        .as((unit, fields, filter, figures) ->
            "{ view: v, window: %s, group_by: [%s]%s, measures: { %s } }"
                .formatted(unit, fields, filter.map(f -> ", filter: " + f).orElse(""), figures));
  }

  private static Arbitrary<String> measures() {
    Arbitrary<String> kind =
        Arbitraries.of(
            "count: events",
            "count: maybeText",
            "count: real",
            "sum: number",
            "sum: maybe_number",
            "sum: amount",
            "sum: fraction",
            "sum: data.rank",
            "min: number",
            "min: amount",
            "min: real",
            "max: maybe_number",
            "max: fraction",
            "max: real",
            "max: data.rank",
            "avg: amount",
            "avg: maybe_number",
            "uniques: text",
            "uniques: maybeText",
            "uniques: number",
            "uniques: data.page");
    Arbitrary<String> measure =
        Combinators.combine(kind, condition(1).optional(0.3))
            .as((k, filter) ->
                "{ %s%s }".formatted(k, filter.map(f -> ", filter: " + f).orElse("")));
    return measure
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(list ->
            IntStream.range(0, list.size())
                .mapToObj(i -> "m%d: %s".formatted(i, list.get(i)))
                .collect(Collectors.joining(", ")));
  }

  private static Arbitrary<String> condition(int depth) {
    Arbitrary<String> leaf = Arbitraries.oneOf(List.of(comparison(), isNull(), in()));
    if (depth == 0) {
      return leaf;
    }
    Arbitrary<String> part = condition(depth - 1);
    Arbitrary<String> parts =
        part.list().ofMinSize(1).ofMaxSize(3).map(list -> String.join(", ", list));
    return Arbitraries.frequencyOf(
        Tuple.of(3, leaf),
        Tuple.of(1, parts.map("{ and: [ %s ] }"::formatted)),
        Tuple.of(1, parts.map("{ or: [ %s ] }"::formatted)),
        Tuple.of(1, part.map("{ not: %s }"::formatted)));
  }

  /// A field and a constant of its type.
  private static Arbitrary<Tuple2<String, String>> constant() {
    return Arbitraries.of(
            Map.of(
                    "text",
                    quoted(),
                    "maybeText",
                    quoted(),
                    "data.page",
                    quoted(),
                    "number",
                    WHOLES,
                    "maybe_number",
                    WHOLES,
                    "data.rank",
                    RANKS,
                    "amount",
                    AMOUNTS,
                    "fraction",
                    FRACTIONS,
                    "real",
                    REALS)
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .toList())
        .flatMap(entry -> Arbitraries.of(entry.getValue()).map(c -> Tuple.of(entry.getKey(), c)));
  }

  private static Arbitrary<String> comparison() {
    return Combinators.combine(constant(), Arbitraries.of("eq", "ne", "lt", "lte", "gt", "gte"))
        .as((constant, operator) ->
            "{ field: %s, %s: %s }"
                .formatted(
                    constant.get1(),
                    constant.get2().startsWith("\"") ? equality(operator) : operator,
                    constant.get2()));
  }

  /// Strings have no order.
  private static String equality(String operator) {
    return operator.startsWith("l") || operator.equals("eq") ? "eq" : "ne";
  }

  private static Arbitrary<String> isNull() {
    return Combinators.combine(
            Arbitraries.of("maybeText", "amount", "real", "flag", "data.rank"),
            Arbitraries.of(true, false))
        .as("{ field: %s, is_null: %s }"::formatted);
  }

  private static Arbitrary<String> in() {
    Arbitrary<String> texts =
        Arbitraries.of(quoted())
            .list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .map(list -> "{ field: text, in: [ %s ] }".formatted(String.join(", ", list)));
    Arbitrary<String> flag =
        Arbitraries.of("true", "false").map("{ field: flag, eq: %s }"::formatted);
    return Arbitraries.oneOf(List.of(texts, flag));
  }

  private static Arbitrary<String> record() {
    Arbitrary<String> time =
        Combinators.combine(Arbitraries.of(TIMES), Arbitraries.longs().between(-100_000, 100_000))
            .as((text, nudge) -> Instant.parse(text).plusMillis(nudge).toString());
    Arbitrary<String> times =
        Combinators.combine(time, Arbitraries.of(ZONES))
            .as((instant, zone) ->
                "\"ms\":%d,\"iso\":\"%s\""
                    .formatted(Instant.parse(instant).toEpochMilli(), iso(instant, zone)));
    Arbitrary<String> data =
        Combinators.combine(field("page", quoted()), field("rank", RANKS))
            .as((page, rank) -> "{%s}".formatted(joined(page, rank)));
    Arbitrary<String> nested =
        Arbitraries.frequencyOf(
            Tuple.of(6, data.map("\"data\":%s"::formatted)),
            Tuple.of(1, Arbitraries.of("", "\"data\":null")));
    Arbitrary<String> first =
        Combinators.combine(
                Arbitraries.integers().between(0, MAX_ID),
                times,
                required("text", quoted()),
                field("maybeText", quoted()),
                required("number", WHOLES))
            .as((id, at, text, maybe, number) ->
                joined("\"id\":\"id-%d\"".formatted(id), at, text, maybe, number));
    return Combinators.combine(
            first,
            field("maybe_number", WHOLES),
            field("amount", AMOUNTS),
            field("fraction", FRACTIONS),
            field("real", REALS),
            field("flag", List.of("true", "false")),
            nested)
        .as((start, number, amount, fraction, real, flag, record) ->
            "{%s}".formatted(joined(start, number, amount, fraction, real, flag, record)));
  }

  private static String iso(String instant, String zone) {
    ZoneOffset offset = zone.isEmpty() ? ZoneOffset.UTC : ZoneOffset.of(zone);
    return Instant.parse(instant).atOffset(offset).toLocalDateTime() + zone;
  }

  private static Arbitrary<String> required(String name, List<String> values) {
    return Arbitraries.frequencyOf(
            Tuple.of(30, Arbitraries.of(values)), Tuple.of(1, Arbitraries.of(WRONG)))
        .map(value -> "\"%s\":%s".formatted(name, value));
  }

  /// Mostly a value; now and then null, missing, or of a wrong type.
  private static Arbitrary<String> field(String name, List<String> values) {
    return Arbitraries.frequencyOf(
        Tuple.of(8, required(name, values)),
        Tuple.of(1, Arbitraries.of("", "\"%s\":null".formatted(name))));
  }

  private static String joined(String... members) {
    return Stream.of(members).filter(member -> !member.isEmpty()).collect(Collectors.joining(","));
  }

  /// As JSON texts, which YAML reads too.
  private static List<String> quoted() {
    return TEXTS.stream()
        .map(text ->
            '"'
                + text.replace("\\", "\\\\")
                    .replace("\"", "\\\"")
                    .replace("\t", "\\t")
                    .replace("\n", "\\n")
                + '"')
        .toList();
  }
}
