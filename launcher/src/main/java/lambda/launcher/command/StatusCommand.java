package lambda.launcher.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import lambda.launcher.console.Console;
import lambda.launcher.stack.LocalStack;
import lambda.local.supervise.Processes;
import lambda.local.supervise.ServerState;
import lambda.local.supervise.ServerStatus;
import lambda.local.supervise.StackState;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lambda status`
@Command(
    name = "status",
    description = {
      "Show each process, its health, its resident memory and how often it has died.",
      "Exit status 0 if all are up, 1 if one is not, 3 if no stack is running."
    },
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
  private static final int NOT_RUNNING = 3;

  @Mixin private StackOptions options = new StackOptions();

  @Option(
      names = "--json",
      description = "A list of {name, state, pid, rssBytes, address, deaths, nextStart, problem}.")
  private boolean json;

  /// A row of `status --json`. Stable: programs read it.
  record Row(
      String name,
      String state,
      long pid,
      long rssBytes,
      String address,
      int deaths,
      @Nullable String nextStart,
      String problem) {}

  @Override
  public Integer call() {
    LocalStack stack = options.stack();
    Optional<StackState> state = StackState.read(stack.home());
    List<Row> rows = state.map(s -> rows(stack, s)).orElse(List.of());
    Console console = new Console(System.out);
    if (json) {
      console.json(rows);
    } else {
      print(console, stack, rows);
    }
    if (rows.stream().noneMatch(row -> row.pid > 0)) {
      return NOT_RUNNING;
    }
    return rows.stream().allMatch(row -> row.state.equals("up")) ? 0 : 1;
  }

  private static List<Row> rows(LocalStack stack, StackState state) {
    boolean supervised = state.supervised();
    List<Row> rows = new ArrayList<>();
    rows.add(
        new Row(
            "supervisor",
            supervised ? "up" : "stopped",
            supervised ? state.pid() : 0,
            supervised ? Processes.ownResidentBytes(state.pid()) : 0,
            stack.home().folder().toString(),
            0,
            null,
            ""));
    for (ServerStatus server : state.servers()) {
      boolean alive = Processes.find(server.pid(), server.startedAt()).isPresent();
      rows.add(
          new Row(
              server.name(),
              shown(server.state(), alive, supervised),
              alive ? server.pid() : 0,
              alive ? Processes.residentBytes(server.pid()) : 0,
              server.address(),
              server.deaths(),
              supervised && server.nextStart() > 0
                  ? Instant.ofEpochMilli(server.nextStart()).toString()
                  : null,
              server.problem()));
    }
    return rows;
  }

  private static String shown(ServerState state, boolean alive, boolean supervised) {
    if (!supervised) {
      return alive ? "orphaned" : "stopped";
    }
    boolean diedJustNow = !alive && (state == ServerState.UP || state == ServerState.UNHEALTHY);
    return (diedJustNow ? ServerState.RESTARTING : state).name().toLowerCase(Locale.ROOT);
  }

  private static void print(Console console, LocalStack stack, List<Row> rows) {
    if (rows.stream().noneMatch(row -> row.pid > 0)) {
      console.line(
          "No stack is running in %s; '%s' starts one."
              .formatted(stack.home().folder(), stack.command("up")));
      return;
    }
    console.table(
        List.of("PROCESS", "STATE", "PID", "MEMORY", "DEATHS", "ADDRESS"),
        rows.stream()
            .map(row ->
                List.of(
                    row.name,
                    row.state,
                    Long.toString(row.pid),
                    Console.count(row.rssBytes >> 20) + " MB",
                    Integer.toString(row.deaths),
                    row.address))
            .toList());
    rows.stream()
        .filter(row -> row.nextStart != null)
        .map(row ->
            "  %s will be restarted at %s: %s".formatted(row.name, row.nextStart, row.problem))
        .forEach(console::line);
    long sum = rows.stream().mapToLong(Row::rssBytes).sum();
    console.line("  %s MB resident in total".formatted(Console.count(sum >> 20)));
  }
}
