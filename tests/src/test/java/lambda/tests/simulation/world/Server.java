package lambda.tests.simulation.world;

import lambda.tests.simulation.schedule.Fault;

/// What processes call over the network.
enum Server {
  KAFKA(Fault.KAFKA_DOES_NOT_ANSWER, Fault.KAFKA_ANSWER_IS_LOST),
  POSTGRES(Fault.POSTGRES_DOES_NOT_ANSWER, Fault.POSTGRES_ANSWER_IS_LOST),
  S3(Fault.S3_DOES_NOT_ANSWER, Fault.S3_ANSWER_IS_LOST),
  ELASTICSEARCH(Fault.ELASTICSEARCH_DOES_NOT_ANSWER, Fault.ELASTICSEARCH_ANSWER_IS_LOST);

  /// The request does not arrive.
  final Fault silent;

  /// The request is carried out, but the answer does not arrive.
  final Fault answerLost;

  Server(Fault silent, Fault answerLost) {
    this.silent = silent;
    this.answerLost = answerLost;
  }
}
