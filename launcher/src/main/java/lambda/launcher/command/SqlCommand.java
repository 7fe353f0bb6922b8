package lambda.launcher.command;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import lambda.batch.BatchConfig;
import lambda.batch.BatchLayer;
import lambda.batch.sql.SqlSession;
import lambda.core.config.Settings;
import lambda.core.failure.LambdaException;
import lambda.launcher.console.RowWriter;
import lambda.launcher.stack.LocalStack;
import lambda.launcher.stack.ServerErrors;
import lambda.local.server.NativeTools;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lambda sql`
@Command(
    name = "sql",
    description = {
      "Query the serving views and the archive together with SQL, read-only.",
      "The SQL is DuckDB's. These names hold data:",
      "  serving.VIEW          the figures of a view, live from Postgres",
      "  archive.STREAM        the archived events of a stream, from the Parquet files on S3",
      "  dead_letters.STREAM   its archived malformed records",
      "  hours, differences, and the tables of raw sinks, such as transactions",
      "Example: ./lambda sql \"select * from serving.pages_per_hour order by pageviews desc limit 5\"",
      "Without SQL, queries are read from the terminal or from standard input, each up to a ';'."
    },
    mixinStandardHelpOptions = true)
public final class SqlCommand implements Callable<Integer> {
  @Mixin private StackOptions options = new StackOptions();

  @Parameters(paramLabel = "SQL", arity = "0..1", description = "One SELECT statement.")
  private @Nullable String sql;

  @Option(names = "--csv", description = "All rows as CSV, with a header.")
  private boolean csv;

  @Option(names = "--json", description = "All rows as a list of objects.")
  private boolean json;

  @Override
  public Integer call() {
    if (csv && json) {
      throw LambdaException.badInput("choose one of --csv and --json");
    }
    LocalStack stack = options.stack();
    return ServerErrors.postgres(
        stack,
        () -> {
          BatchConfig config = Settings.read(stack.environment(), BatchConfig::from);
          try (BatchLayer batch = new BatchLayer(config, InstantSource.system());
              SqlSession session =
                  batch.sql(
                      config.postgres(), new NativeTools(stack.installation()).postgresScanner())) {
            if (sql == null) {
              readStatements(session);
            } else {
              answer(session, sql);
            }
            return 0;
          }
        });
  }

  private void answer(SqlSession session, String statement) {
    RowWriter writer = RowWriter.of(System.out, csv, json);
    session.query(statement, writer);
    writer.end();
  }

  /// A person at a terminal gets a prompt, and goes on after a mistake.
  private void readStatements(SqlSession session) {
    boolean prompts = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    StringBuilder statement = new StringBuilder();
    try {
      prompt(prompts, statement);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        statement.append(line).append('\n');
        if (line.stripTrailing().endsWith(";")) {
          answerOrExplain(session, statement.toString(), prompts);
          statement.setLength(0);
        }
        prompt(prompts, statement);
      }
      if (!statement.toString().isBlank()) {
        answerOrExplain(session, statement.toString(), prompts);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read standard input", e);
    }
  }

  private void answerOrExplain(SqlSession session, String statement, boolean goOn) {
    try {
      answer(session, statement);
    } catch (LambdaException e) {
      if (!goOn) {
        throw e;
      }
      System.err.println("lambda: " + e.getMessage());
    }
  }

  private static void prompt(boolean prompts, StringBuilder statement) {
    if (prompts) {
      System.out.print(statement.isEmpty() ? "sql> " : "...> ");
      System.out.flush();
    }
  }
}
