/// A view as a fold over events: the speed layer's half of the two compilers.
@org.jspecify.annotations.NullMarked
package lambda.core.view;
