package lambda.local.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lambda.local.supervise.Home;
import lambda.local.supervise.Ports;
import lambda.local.supervise.ServerSpec;

/// An S3 server on a folder (S3Proxy), which honours conditional puts.
public final class S3Server {
  private static final String NAME = "s3";
  public static final String ACCESS_KEY = "lambda";
  public static final String SECRET_KEY = "lambda-secret";
  private static final int HEAP_MEGABYTES = 128;

  private S3Server() {}

  public static ServerSpec spec(Installation installation, Home home, Ports ports) {
    Path folder = home.data(NAME);
    Path config = folder.resolve("s3proxy.properties");
    String address = "http://127.0.0.1:" + ports.s3();
    return ServerSpec.of(
        NAME,
        "S3",
        address,
        folder,
        () -> prepare(folder, config, address),
        JavaCommand.of(
            installation,
            NAME,
            HEAP_MEGABYTES,
            List.of("-DLOG_LEVEL=warn", JavaCommand.temporaryFiles(folder)),
            installation.classPath("compose/servers/s3"),
            "org.gaul.s3proxy.Main",
            List.of("--properties", config.toString())),
        Map.of(),
        Probes.http(address + "/"));
  }

  private static void prepare(Path folder, Path config, String address) throws IOException {
    Path objects = Files.createDirectories(folder.resolve("objects"));
    Files.writeString(
        config,
        """
        s3proxy.endpoint=%s
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=filesystem-nio2
        jclouds.filesystem.basedir=%s
        """
            .formatted(address, ACCESS_KEY, SECRET_KEY, objects));
  }
}
