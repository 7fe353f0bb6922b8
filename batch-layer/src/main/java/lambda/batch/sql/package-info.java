/// SQL over everything the platform has: the serving views and hours in Postgres, the archive on
/// S3.
@org.jspecify.annotations.NullMarked
package lambda.batch.sql;
