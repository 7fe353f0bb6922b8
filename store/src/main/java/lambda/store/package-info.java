/// What both layers share in Postgres: the schema, the hours and the tables of views.
@org.jspecify.annotations.NullMarked
package lambda.store;
