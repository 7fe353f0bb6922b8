/// Compiles a view to a fold over events. The batch layer compiles the same definition to SQL.
@org.jspecify.annotations.NullMarked
package lambda.core.view;
