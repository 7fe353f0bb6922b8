/// From the files that a user edits to definitions, with every fault named by file and line.
@org.jspecify.annotations.NullMarked
package lambda.core.parse;
