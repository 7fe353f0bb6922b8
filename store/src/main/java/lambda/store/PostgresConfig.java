package lambda.store;

import lambda.core.config.Settings;

/// How to connect to Postgres.
public record PostgresConfig(String url, String user, String password, PostgresLimits limits) {
  public static final String URL = "LAMBDA_POSTGRES_URL";
  public static final String USER = "LAMBDA_POSTGRES_USER";
  public static final String PASSWORD = "LAMBDA_POSTGRES_PASSWORD";

  public PostgresConfig(String url, String user, String password) {
    this(url, user, password, PostgresLimits.LONG);
  }

  public static PostgresConfig from(Settings settings) {
    return from(settings, PostgresLimits.LONG);
  }

  /// @param limits those of the process, where the settings give no others
  public static PostgresConfig from(Settings settings, PostgresLimits limits) {
    return new PostgresConfig(
        settings.text(URL, "jdbc:postgresql://127.0.0.1:5432/lambda"),
        settings.text(USER, "lambda"),
        settings.text(PASSWORD, "lambda"),
        PostgresLimits.from(settings, limits));
  }
}
