package lambda.store;

import static lambda.store.Sql.name;

import lambda.core.definition.Measure;

/// The SQL by which Postgres stores, merges and computes measures.
public final class MeasureSql {
  /// Postgres divides to 16 significant digits, or to as many decimals as the dividend has. With
  /// this many decimals, the quotient of any two measures is exact to its last decimal.
  private static final int DIVISION_SCALE = Measure.QUOTIENT_SCALE + 40;

  private MeasureSql() {}

  /// The column of a partial's state.
  static String column(Measure.Folded state) {
    String type =
        switch (state) {
          case Measure.Count _ -> "bigint not null";
          case Measure.Sum _ -> "numeric not null";
          case Measure.Min min -> min.field().type().postgres();
          case Measure.Max max -> max.field().type().postgres();
          case Measure.CountDistinct _ -> "bigint[] not null";
        };
    return name(state.name()) + " " + type;
  }

  /// The `on conflict … do update` assignment that merges an incoming state into the stored one.
  public static String merge(Measure.Folded state) {
    String merged =
        switch (state) {
          case Measure.Count _, Measure.Sum _ -> "t.%1$s + excluded.%1$s";
          case Measure.Min _ -> "least(t.%1$s, excluded.%1$s)";
          case Measure.Max _ -> "greatest(t.%1$s, excluded.%1$s)";
          case Measure.CountDistinct _ -> "lambda.uniques_merge(t.%1$s, excluded.%1$s)";
        };
    return ("%1$s = " + merged).formatted(name(state.name()));
  }

  /// The figure that partials add up to.
  ///
  /// @param partials the alias of the table that holds them
  static String total(Measure measure, String partials) {
    return switch (measure) {
      case Measure.Folded folded -> total(folded, partials);
      case Measure.Quotient(_, Measure.Folded dividend, Measure.Folded divisor) ->
          "round(round(%s::numeric, %d) / nullif(%s, 0), %d)"
              .formatted(
                  total(dividend, partials),
                  DIVISION_SCALE,
                  total(divisor, partials),
                  Measure.QUOTIENT_SCALE);
    };
  }

  private static String total(Measure.Folded state, String partials) {
    String column = partials + "." + name(state.name());
    return switch (state) {
      case Measure.Count _ -> "sum(%s)::bigint".formatted(column);
      case Measure.Sum _ -> "sum(%s)".formatted(column);
      case Measure.Min _ -> "min(%s)".formatted(column);
      case Measure.Max _ -> "max(%s)".formatted(column);
      case Measure.CountDistinct _ ->
          "lambda.uniques_estimate(lambda.uniques_union(%s))".formatted(column);
    };
  }

  /// A state as it is shown in a recorded difference. A sketch is too long to be shown in full.
  ///
  /// @param partial the alias of the table that holds it
  public static String shown(Measure.Folded state, String partial) {
    String column = partial + "." + name(state.name());
    return switch (state) {
      case Measure.Count _, Measure.Sum _, Measure.Min _, Measure.Max _ -> column;
      case Measure.CountDistinct _ ->
          "lambda.uniques_estimate(%1$s)::text || ' by sketch ' || left(md5(%1$s::text), 8)"
              .formatted(column);
    };
  }
}
