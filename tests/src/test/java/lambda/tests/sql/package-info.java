/// SQL over Postgres and the archive together.
@org.jspecify.annotations.NullMarked
package lambda.tests.sql;
