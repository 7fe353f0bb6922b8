package lambda.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lambda.core.failure.Category;
import lambda.core.failure.LambdaException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class TopicRecordsTest {

  @Test
  void anInvalidAddressIsReportedAsAServerThatDoesNotAnswer() {
    assertThatThrownBy(() -> TopicRecords.sent("no-port", "pageviews"))
        .hasMessage("Kafka does not answer at no-port")
        .asInstanceOf(InstanceOfAssertFactories.type(LambdaException.class))
        .extracting(LambdaException::category)
        .isEqualTo(Category.RETRY);
  }
}
