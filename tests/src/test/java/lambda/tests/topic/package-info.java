/// What happens to topics while they are read: partitions, transactions, retention, broken brokers.
@org.jspecify.annotations.NullMarked
package lambda.tests.topic;
