/// Parses the files that a user edits to definitions, and reports every error with file and line.
@org.jspecify.annotations.NullMarked
package lambda.core.parse;
