/// What both layers meet in: Postgres, with the schema, the hours and the tables of views.
@org.jspecify.annotations.NullMarked
package lambda.store;
