package lambda.core.event;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.function.Predicate;
import lambda.core.definition.Constraint;
import lambda.core.definition.StreamDefinition;
import org.jspecify.annotations.Nullable;

/// The data-quality rules of a stream, compiled. Stateless: safe for several threads.
final class ConstraintChecker {
  private record Check(Constraint rule, int field, Predicate<Event> holds) {}

  private final List<Check> checks;

  ConstraintChecker(StreamDefinition stream) {
    checks =
        stream.rules().stream()
            .map(rule ->
                new Check(rule, stream.fields().indexOf(rule.field()), compile(rule, stream)))
            .toList();
  }

  private static Predicate<Event> compile(Constraint rule, StreamDefinition stream) {
    return switch (rule) {
      case Constraint.Holds holds -> Predicates.compile(holds.condition(), stream.fields());
      case Constraint.Matches matches -> {
        Pattern pattern = matches.compiled();
        int field = stream.fields().indexOf(matches.field());
        yield event -> !event.has(field) || pattern.matches(event.text(field));
      }
    };
  }

  /// What is wrong with the event by the first rule that it breaks; null if it keeps them all.
  @Nullable String breach(Event event) {
    for (Check check : checks) {
      if (!check.holds.test(event)) {
        return "field '%s' is %s; it must %s"
            .formatted(
                check.rule.field().path(),
                EventDecoder.shown(String.valueOf(event.value(check.field))),
                check.rule.demand());
      }
    }
    return null;
  }
}
