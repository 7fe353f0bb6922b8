/// S3, and the only code that knows the AWS SDK.
@org.jspecify.annotations.NullMarked
package lambda.batch.s3;
