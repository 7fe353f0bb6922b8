package lambda.core.event;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.function.Predicate;
import lambda.core.definition.Constraint;
import lambda.core.definition.Field;
import lambda.core.definition.StreamDefinition;
import org.jspecify.annotations.Nullable;

/// A stream's constraints, compiled. Stateless, so safe for several threads.
final class ConstraintChecker {
  private record Check(Constraint constraint, int field, Predicate<Event> satisfied) {}

  private final List<Check> checks;

  ConstraintChecker(StreamDefinition stream) {
    List<Field> fields = stream.fields();
    checks =
        stream.constraints().stream()
            .map(constraint ->
                new Check(
                    constraint, fields.indexOf(constraint.field()), compile(constraint, fields)))
            .toList();
  }

  private static Predicate<Event> compile(Constraint constraint, List<Field> fields) {
    return switch (constraint) {
      case Constraint.Check check -> Predicates.compile(check.condition(), fields);
      case Constraint.Regex regex -> {
        Pattern pattern = regex.compiled();
        int field = fields.indexOf(regex.field());
        yield event -> !event.has(field) || pattern.matches(event.asString(field));
      }
    };
  }

  /// Describes the first constraint that the event violates; null if it satisfies all.
  @Nullable String violation(Event event) {
    for (Check check : checks) {
      if (!check.satisfied.test(event)) {
        return "field '%s' must %s, but is %s"
            .formatted(
                check.constraint.field().path(),
                check.constraint.requirement(),
                Reasons.shown(event.value(check.field)));
      }
    }
    return null;
  }
}
