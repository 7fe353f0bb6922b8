package lambda.store;

import lambda.core.config.Settings;

/// How to connect to Postgres.
public record PostgresConfig(String url, String user, String password) {
  public static final String URL = "LAMBDA_POSTGRES_URL";
  public static final String USER = "LAMBDA_POSTGRES_USER";
  public static final String PASSWORD = "LAMBDA_POSTGRES_PASSWORD";

  public static PostgresConfig from(Settings settings) {
    return new PostgresConfig(
        settings.text(URL, "jdbc:postgresql://127.0.0.1:5432/lambda"),
        settings.text(USER, "lambda"),
        settings.text(PASSWORD, "lambda"));
  }
}
