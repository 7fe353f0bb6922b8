/// HTTP, without knowledge of what is served: requests, answers, problems, access, files. The only
/// code that knows the HTTP framework.
@org.jspecify.annotations.NullMarked
package lambda.serving.http;
