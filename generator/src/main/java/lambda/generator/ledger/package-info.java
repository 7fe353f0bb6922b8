/// The exact figures that every view must show for what was sent.
@org.jspecify.annotations.NullMarked
package lambda.generator.ledger;
