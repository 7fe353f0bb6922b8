package lambda.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;

class OtherLoadTest {
  @Test
  void recordsBeyondTheLedgerAreOtherLoad() {
    assertThat(OtherLoad.others("pageview-events", 3284, 3284)).isZero();
    assertThat(OtherLoad.others("pageview-events", 3284, 3434)).isEqualTo(150);
  }

  @Test
  void topicWithLessThanTheLedgerHasLostRecords() {
    assertThatThrownBy(() -> OtherLoad.others("pageview-events", 3284, 3283))
        .isInstanceOf(LambdaException.class)
        .hasMessage(
            "Kafka acknowledged 3284 records of topic pageview-events but has only 3283: records are lost");
  }
}
