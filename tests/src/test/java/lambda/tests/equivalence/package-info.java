/// Both layers give the same answer to the same records, whatever the definition.
@org.jspecify.annotations.NullMarked
package lambda.tests.equivalence;
