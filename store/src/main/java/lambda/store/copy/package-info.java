/// Rows on their way into tables, by `COPY`.
@org.jspecify.annotations.NullMarked
package lambda.store.copy;
