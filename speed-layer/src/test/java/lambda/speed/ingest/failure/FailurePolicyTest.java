package lambda.speed.ingest.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InterruptedIOException;
import java.sql.SQLException;
import java.time.Duration;
import lambda.core.failure.LambdaException;
import lambda.speed.ingest.failure.Reaction.AwaitHelp;
import lambda.speed.ingest.failure.Reaction.Defect;
import lambda.speed.ingest.failure.Reaction.EndProcess;
import lambda.speed.ingest.failure.Reaction.Retry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;

class FailurePolicyTest {
  private final FailurePolicy policy = new FailurePolicy("speed-7");

  private static JdbiException postgres(String state) {
    return new ConnectionException(new SQLException("what is wrong\nwhere", state));
  }

  @Test
  void serversThatDoNotAnswerAreTriedAgain() {
    assertThat(policy.reactionTo(new TimeoutException("60 s passed")))
        .isEqualTo(new Retry("Kafka: 60 s passed"));
    assertThat(policy.reactionTo(new DisconnectException("gone"))).isInstanceOf(Retry.class);
    assertThat(policy.reactionTo(new KafkaException("any other"))).isInstanceOf(Retry.class);
    assertThat(policy.reactionTo(new ConnectionException(new SQLException("refused", "08001"))))
        .isEqualTo(new Retry("Postgres: refused"));
    assertThat(policy.reactionTo(new ConnectionException(new InterruptedIOException("cut"))))
        .isInstanceOf(Retry.class);
    assertThat(policy.reactionTo(LambdaException.retryAfter(Duration.ZERO, "silent")))
        .isEqualTo(new Retry("silent"));
  }

  @Test
  void deadlocksTimeoutsAndAFullDiskMayPass() {
    for (String state : new String[] {"40P01", "40001", "55P03", "57014", "57P01", "53100"}) {
      assertThat(policy.reactionTo(postgres(state))).isInstanceOf(Retry.class);
    }
  }

  @Test
  void whatNoAttemptChangesNeedsHelpAndSaysWhat() {
    assertThat(policy.reactionTo(postgres("42P01")))
        .isEqualTo(new AwaitHelp("Postgres: what is wrong (SQL state 42P01)"));
    for (String state : new String[] {"22003", "23514", "28P01", "3D000", "42501"}) {
      assertThat(policy.reactionTo(postgres(state))).isInstanceOf(AwaitHelp.class);
    }
    assertThat(policy.reactionTo(new SaslAuthenticationException("no")))
        .isInstanceOf(AwaitHelp.class);
    assertThat(policy.reactionTo(new TopicAuthorizationException("t")))
        .isInstanceOf(AwaitHelp.class);
    assertThat(policy.reactionTo(LambdaException.fatal("records are lost")))
        .isEqualTo(new AwaitHelp("records are lost"));
  }

  @Test
  void aProcessThatAnotherHasReplacedEnds() {
    assertThat(policy.reactionTo(new FencedInstanceIdException("x")))
        .isInstanceOfSatisfying(
            EndProcess.class,
            end -> assertThat(end.problem()).contains("speed-7").contains("LAMBDA_INSTANCE"));
  }

  @Test
  void aProcessWithoutMemoryEnds() {
    assertThat(policy.reactionTo(new OutOfMemoryError("heap"))).isInstanceOf(EndProcess.class);
  }

  @Test
  void aDefectIsTriedAgain() {
    assertThat(policy.reactionTo(new IllegalStateException("bug"))).isInstanceOf(Defect.class);
  }
}
