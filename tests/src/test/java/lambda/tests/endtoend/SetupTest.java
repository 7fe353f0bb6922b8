package lambda.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import lambda.core.failure.LambdaException;
import lambda.launcher.stack.Setup;
import lambda.tests.stack.EmbeddedPostgres;
import lambda.tests.stack.TestStack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `lambda run setup` with a server that does not answer.
class SetupTest {
  @Test
  void nothingIsDeclaredBeforeKafkaHasTheTopics(@TempDir Path folder) {
    try (EmbeddedPostgres postgres = new EmbeddedPostgres(folder)) {
      assertThatThrownBy(() ->
              Setup.run(
                  Map.of(
                      "LAMBDA_STREAMS",
                      TestStack.installation().root().resolve("streams").toString(),
                      "LAMBDA_POSTGRES_URL",
                      postgres.config().url(),
                      "LAMBDA_KAFKA",
                      "kafka.invalid:9092")))
          .isInstanceOf(LambdaException.class)
          .hasMessageContaining("on Kafka at kafka.invalid:9092");

      long declared =
          postgres
              .database()
              .jdbi()
              .withHandle(handle ->
                  handle
                      .select(
                          "select (select count(*) from lambda.streams) + (select count(*) from lambda.views)")
                      .mapTo(Long.class)
                      .one());
      assertThat(declared).isZero();
    }
  }
}
