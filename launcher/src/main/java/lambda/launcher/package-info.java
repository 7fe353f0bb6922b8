/// The front command, ./lambda: what people and programs call.
@org.jspecify.annotations.NullMarked
package lambda.launcher;
