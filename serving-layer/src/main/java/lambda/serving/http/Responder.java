package lambda.serving.http;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import lambda.core.failure.LambdaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes answers and problems. Thread-safe.
final class Responder {
  private static final Logger log = LoggerFactory.getLogger(Responder.class);
  private static final Duration USUAL_RETRY = Duration.ofSeconds(2);
  private static final int TAG_BYTES = 12;

  /// What every answer says to browsers: scripts, styles and data come from here alone, and nobody
  /// may embed it.
  static final Map<String, String> SECURITY =
      Map.of(
          "Content-Security-Policy",
              "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Permissions-Policy", "camera=(), geolocation=(), microphone=()");

  void send(Context context, Answer answer) throws IOException, InterruptedException {
    switch (answer) {
      case Answer.Document document -> send(context, document);
      case Answer.Events events -> send(context, events);
    }
  }

  private static void send(Context context, Answer.Document document) {
    SECURITY.forEach(context::header);
    document.headers().forEach(context::header);
    context.header("Cache-Control", "no-cache");
    context.header("Vary", "Accept, Accept-Encoding");
    if (document.status() == 200) {
      String tag = tag(document.body());
      context.header("ETag", tag);
      if (matches(context.header("If-None-Match"), tag)) {
        context.status(304);
        return;
      }
    }
    context.status(document.status());
    context.contentType(document.contentType());
    context.result(document.body());
  }

  /// Weak, since a compressed answer has the same tag.
  private static String tag(byte[] body) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
      return "W/\"%s\""
          .formatted(
              Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, TAG_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  private static boolean matches(@Nullable String ifNoneMatch, String tag) {
    if (ifNoneMatch == null) {
      return false;
    }
    for (String each : ifNoneMatch.split(",", -1)) {
      String given = each.strip();
      if (given.equals("*") || given.equals(tag) || ("W/" + given).equals(tag)) {
        return true;
      }
    }
    return false;
  }

  private static void send(Context context, Answer.Events events)
      throws IOException, InterruptedException {
    SECURITY.forEach(context::header);
    context.header("Cache-Control", "no-store");
    // Proxies must pass on each event at once.
    context.header("X-Accel-Buffering", "no");
    context.disableCompression();
    context.status(200);
    context.contentType(Format.EVENTS.contentType());
    if (context.req().getMethod().equals("HEAD")) {
      return;
    }
    ServletOutputStream out = context.res().getOutputStream();
    events
        .writer()
        .write(bytes -> {
          out.write(bytes);
          out.flush();
        });
  }

  /// A request that the framework refuses: an unknown path or method, or too much content.
  void refused(HttpResponseException e, Context context) {
    Problem problem =
        switch (e.getStatus()) {
          case 404 ->
              Problem.notFound(
                  "there is nothing at '%s'; /api/openapi.json lists every path"
                      .formatted(context.path()));
          case 405 -> {
            String allowed = e.getDetails().getOrDefault("availableMethods", "GET, HEAD");
            yield Problem.of(
                    405,
                    "Method not allowed",
                    "'%s' does not take %s; it takes %s"
                        .formatted(context.path(), context.req().getMethod(), allowed))
                .with("Allow", allowed);
          }
          case 413 ->
              Problem.of(
                  413,
                  "Content too large",
                  "the request's content is too large; the input of a workflow is a few hundred bytes");
          default -> Problem.of(e.getStatus(), "Refused", String.valueOf(e.getMessage()));
        };
    send(context, problem);
  }

  /// A request that failed.
  void failed(Exception e, Context context) {
    switch (e) {
      case ProblemException refused -> send(context, refused.problem());
      case LambdaException failure -> send(context, problem(failure));
      case IOException gone -> log.debug("the reader of {} is gone", context.path(), gone);
      case InterruptedException _ -> Thread.currentThread().interrupt();
      default -> {
        log.error("cannot answer {} {}", context.req().getMethod(), context.path(), e);
        send(
            context,
            Problem.of(
                500,
                "Internal error",
                "the API failed; its log says why: './lambda logs api'. Please report it"));
      }
    }
  }

  private static Problem problem(LambdaException e) {
    String message = String.valueOf(e.getMessage());
    return switch (e.category()) {
      case BAD_INPUT -> Problem.of(400, "Wrong request", message);
      case RETRY -> Problem.unavailable(message, e.retryAfter().orElse(USUAL_RETRY));
      case FATAL -> Problem.of(500, "Failed", message);
    };
  }

  private static void send(Context context, Problem problem) {
    if (context.res().isCommitted()) {
      return;
    }
    SECURITY.forEach(context::header);
    problem.headers().forEach(context::header);
    context.header("Cache-Control", "no-store");
    context.status(problem.status());
    context.contentType(Problem.CONTENT_TYPE);
    context.result(Json.bytes(problem));
  }
}
