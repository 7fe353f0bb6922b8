package lambda.launcher.demo;

import lambda.core.failure.LambdaException;
import lambda.generator.ledger.Ledger;
import lambda.kafka.TopicRecords;
import lambda.launcher.stack.LocalStack;

/// Finds out whether a topic has records that are not in a ledger.
final class OtherLoad {
  private OtherLoad() {}

  /// How many records of the stream's topic are not in the ledger.
  ///
  /// @throws LambdaException if records of the ledger are not in the topic
  static long records(LocalStack stack, Ledger ledger) {
    String topic = ledger.stream().topic();
    return others(
        topic, ledger.counts().records(), TopicRecords.sent(stack.kafka(), topic).orElse(0));
  }

  static long others(String topic, long inLedger, long inTopic) {
    if (inTopic < inLedger) {
      throw LambdaException.fatal(
          "Kafka acknowledged %d records of topic %s but has only %d: records are lost"
              .formatted(inLedger, topic, inTopic));
    }
    return inTopic - inLedger;
  }
}
