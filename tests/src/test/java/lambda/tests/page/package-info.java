/// The live page, in a browser.
@org.jspecify.annotations.NullMarked
package lambda.tests.page;
