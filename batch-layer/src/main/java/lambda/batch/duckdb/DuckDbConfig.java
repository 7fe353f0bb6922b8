package lambda.batch.duckdb;

import java.nio.file.Path;
import lambda.batch.s3.S3Config;

/// How DuckDB runs in this process.
///
/// @param memory its limit, such as `1GB`
/// @param spill a folder for what does not fit into memory
/// @param httpfs DuckDB's extension for S3 as a file; the name `httpfs` lets DuckDB install it
/// @param s3 the bucket that [DuckDb#remote] reads
public record DuckDbConfig(String memory, Path spill, String httpfs, S3Config s3) {}
