package lambda.tests.endtoend;

import static lambda.tests.stack.TestStack.STREAM;
import static lambda.tests.stack.TestStack.VIEW;

import java.util.ArrayList;
import java.util.List;
import lambda.batch.hour.HourReport;
import lambda.generator.ledger.Ledger;
import lambda.launcher.demo.LedgerCheck;
import lambda.launcher.demo.LedgerCheck.Where;
import lambda.tests.stack.SharedStack;
import lambda.tests.stack.TestStack;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Three past hours of each stream of the repository, with late, duplicate and malformed records,
/// compared with their ledgers and then sealed. In the last hour of the pageviews the speed layer's
/// figures were damaged before they were reconciled. Created once; tests only read it. A test gets
/// it as a parameter of this type.
public final class SealedHours {
  private static final List<String> STREAMS = List.of(STREAM, "clickstream", "transactions");

  private final TestStack stack;
  private final List<Ledger> ledgers;
  private final List<LedgerCheck.Outcome> realTime;
  private final List<LedgerCheck.Outcome> realTimeSearch;
  private final List<HourReport> others = new ArrayList<>();
  private final List<HourReport> reports = new ArrayList<>();
  private final List<String> hours;

  /// The extension that tests of sealed hours register.
  public static final class Extension implements ParameterResolver {
    private final SharedStack.Extension shared = new SharedStack.Extension();

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == SealedHours.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getStore(
              StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.create(SealedHours.class))
          .computeIfAbsent(
              SealedHours.class,
              _ -> new SealedHours((SharedStack) shared.resolveParameter(parameter, context)),
              SealedHours.class);
    }
  }

  private SealedHours(SharedStack shared) {
    stack = shared.stack();
    ledgers = STREAMS.stream().map(stream -> shared.stream(stream).ledger()).toList();
    realTime = compare(Where.SERVING);
    realTimeSearch = compare(Where.ELASTICSEARCH);
    hours = shared.stream(STREAM).hours();
    for (String stream : List.of("clickstream", "transactions")) {
      others.addAll(stack.seal(stream, shared.stream(stream).hours()));
    }
    reports.addAll(stack.seal(hours.subList(0, 2)));
    damageSpeedFigures(hours.get(2));
    reports.addAll(stack.seal(hours.subList(2, 3)));
  }

  /// Compares every stream with its ledger.
  List<LedgerCheck.Outcome> compare(Where where) {
    List<LedgerCheck.Outcome> outcomes = new ArrayList<>();
    for (Ledger ledger : ledgers) {
      try {
        outcomes.add(stack.compare(ledger, where));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    return outcomes;
  }

  /// Three kinds of damage: a figure too high, one missing, one made up.
  private void damageSpeedFigures(String hour) {
    stack
        .database()
        .jdbi()
        .useTransaction(handle -> {
          String one =
              "(select ctid from speed.%s where hour = ?::timestamptz and postcode = ? limit 1)"
                  .formatted(VIEW);
          handle.execute(
              "update speed.%s set pageviews = pageviews + 5 where ctid = %s".formatted(VIEW, one),
              hour,
              "SW19");
          handle.execute("delete from speed.%s where ctid = %s".formatted(VIEW, one), hour, "SE1");
          handle.execute(
              "insert into speed.%s (hour, window_start, postcode, pageviews) values (?::timestamptz, ?::timestamptz, 'ZZ1', 9)"
                  .formatted(VIEW),
              hour,
              hour);
        });
  }

  public TestStack stack() {
    return stack;
  }

  /// The hours of `pageviews`.
  public List<String> hours() {
    return hours;
  }

  /// The reports of `pageviews`, in the order of the hours.
  List<HourReport> reports() {
    return reports;
  }

  /// The reports of the other streams.
  List<HourReport> reportsOfOtherStreams() {
    return others;
  }

  List<Ledger> ledgers() {
    return ledgers;
  }

  /// How figures compared before any hour was sealed.
  List<LedgerCheck.Outcome> realTime() {
    return realTime;
  }

  /// How figures in Elasticsearch compared before any hour was sealed.
  List<LedgerCheck.Outcome> realTimeSearch() {
    return realTimeSearch;
  }
}
