package lambda.launcher.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import lambda.core.failure.LambdaException;
import lambda.core.parse.StreamFiles;
import lambda.launcher.console.Console;
import lambda.launcher.doctor.Finding;
import lambda.launcher.doctor.Machine;
import lambda.launcher.doctor.Requirements;
import lambda.launcher.stack.LocalStack;
import lambda.local.supervise.OrphanProcesses;
import lambda.local.supervise.PortCheck;
import lambda.local.supervise.ServerStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `lambda doctor`
@Command(
    name = "doctor",
    description = "Check whether this machine can run the local stack.",
    mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
  @Mixin private StackOptions options = new StackOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    LocalStack stack = options.stack();
    List<Finding> findings = new ArrayList<>();
    findings.add(Requirements.jdk(Runtime.version(), System.getProperty("java.home")));
    findings.add(
        Requirements.system(
            System.getProperty("os.name") + " on " + System.getProperty("os.arch")));
    findings.add(Machine.program("setsid", "it is part of util-linux"));
    findings.add(Machine.program("python3", "its pip fetches Temporal and DuckDB's S3 extension"));
    findings.add(Machine.pip());
    if (System.getProperty("user.name").equals("root")) {
      findings.add(
          Machine.program(
              "unshare", "it is part of util-linux; PostgreSQL refuses to run as root"));
    }
    findings.add(Requirements.memory(Machine.memoryAvailable()));
    Path home = stack.home().folder();
    findings.add(Requirements.disk(Machine.diskFree(home), home.toString()));
    findings.add(streams(stack));
    findings.add(ports(stack));
    Console console = new Console(System.out);
    findings.stream().map(Finding::line).forEach(console::line);
    return findings.stream().noneMatch(f -> f.level() == Finding.Level.PROBLEM) ? 0 : 1;
  }

  private static Finding streams(LocalStack stack) {
    try {
      int count = StreamFiles.read(stack.streams()).all().size();
      return Finding.ok("%d stream(s) declared in %s".formatted(count, stack.streams()));
    } catch (LambdaException e) {
      return Finding.problem("the streams", String.valueOf(e.getMessage()));
    }
  }

  private static Finding ports(LocalStack stack) {
    if (stack.running()) {
      return Finding.ok(
          "a stack is running in this home; '%s' shows it".formatted(stack.command("status")));
    }
    List<ServerStatus> orphans = OrphanProcesses.find(stack.home());
    if (!orphans.isEmpty()) {
      return Finding.problem(
          "the supervisor of this home was killed and left processes running: "
              + String.join(", ", orphans.stream().map(ServerStatus::title).toList()),
          "'%s' stops them, '%s' also starts the stack again"
              .formatted(stack.command("down"), stack.command("up")));
    }
    Map<String, Integer> taken = PortCheck.taken(stack.ports());
    return taken.isEmpty()
        ? Finding.ok("all ports are free (offset %d)".formatted(stack.ports().offset()))
        : Finding.problem("ports are taken", PortCheck.describe(taken) + ". " + PortCheck.advice());
  }
}
