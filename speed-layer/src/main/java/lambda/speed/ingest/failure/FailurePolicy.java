package lambda.speed.ingest.failure;

import java.sql.SQLException;
import java.util.Set;
import lambda.core.failure.LambdaException;
import lambda.speed.ingest.failure.Reaction.AwaitHelp;
import lambda.speed.ingest.failure.Reaction.Defect;
import lambda.speed.ingest.failure.Reaction.EndProcess;
import lambda.speed.ingest.failure.Reaction.Retry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/// Classifies every failure of an ingest loop. Pure.
public final class FailurePolicy {
  /// Classes of SQL states that another attempt does not change: wrong data, violated constraints,
  /// refused login, missing database, schema or table, missing privilege.
  private static final Set<String> PERMANENT = Set.of("22", "23", "28", "3D", "3F", "42");

  private final String instance;

  /// @param instance the name of this process in the consumer group
  public FailurePolicy(String instance) {
    this.instance = instance;
  }

  public Reaction reactionTo(Throwable failure) {
    return switch (failure) {
      case FencedInstanceIdException _ ->
          new EndProcess(
              "another process with LAMBDA_INSTANCE=%s has taken over. Give each process its own LAMBDA_INSTANCE"
                  .formatted(instance));
      case Error error -> new EndProcess("it cannot continue: " + error);
      case LambdaException e ->
          switch (e.category()) {
            case RETRY -> new Retry(firstLine(e));
            case BAD_INPUT, FATAL -> new AwaitHelp(firstLine(e));
          };
      case JdbiException e -> postgres(e);
      case AuthenticationException e -> help(e);
      case AuthorizationException e -> help(e);
      case InvalidTopicException e -> help(e);
      case UnsupportedVersionException e -> help(e);
      case ConfigException e -> help(e);
      case KafkaException e -> new Retry("Kafka: " + firstLine(e));
      default -> new Defect("unexpected failure: " + failure);
    };
  }

  private static Reaction help(KafkaException e) {
    return new AwaitHelp("Kafka refused the request: " + firstLine(e));
  }

  private static Reaction postgres(JdbiException e) {
    SQLException cause = sqlException(e);
    String problem = "Postgres: " + firstLine(cause == null ? e : cause);
    String state = cause == null || cause.getSQLState() == null ? "" : cause.getSQLState();
    return state.length() == 5 && PERMANENT.contains(state.substring(0, 2))
        ? new AwaitHelp("%s (SQL state %s)".formatted(problem, state))
        : new Retry(problem);
  }

  private static @Nullable SQLException sqlException(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }

  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElseGet(failure::toString);
  }
}
