package lambda.serving.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who may do what. On loopback everybody on this machine may read; elsewhere, and to start
/// anything, a token is needed. Thread-safe.
///
/// @param loopback whether the server listens on loopback alone
/// @param token empty if none is set
public record Access(boolean loopback, Optional<String> token) {
  /// What a browser on this machine writes into `Host`. Any other name there was made to point to
  /// this machine by somebody else: DNS rebinding.
  private static final Pattern LOCAL =
      Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";

  /// @param host the header `Host`
  /// @throws ProblemException if the request was not meant for this server
  void requireHost(@Nullable String host) {
    if (loopback && (host == null || !LOCAL.matcher(host).matches())) {
      throw new ProblemException(
          Problem.of(
              421,
              "Misdirected request",
              "the API listens on loopback, and answers only requests to localhost, 127.0.0.1 or [::1]; this one is to '%s'. To serve it under another name, set LAMBDA_API_ADDRESS and LAMBDA_API_TOKEN"
                  .formatted(host)));
    }
  }

  /// @param authorization the header `Authorization`. A browser can send the token as the password
  ///   of any user
  /// @throws ProblemException if the request may not read
  void requireReader(@Nullable String authorization) {
    if (!loopback && !isToken(bearer(authorization)) && !isToken(password(authorization))) {
      throw new ProblemException(
          unauthorized("reading the API of another machine needs its token")
              .with("WWW-Authenticate", "Basic realm=\"lambda\", charset=\"UTF-8\""));
    }
  }

  /// @param authorization the header `Authorization`
  /// @throws ProblemException if the request may not start anything
  void requireWriter(@Nullable String authorization) {
    if (token.isEmpty()) {
      throw new ProblemException(
          Problem.of(
              403,
              "Forbidden",
              "the API starts workflows only for those who know its token, and none is set; set LAMBDA_API_TOKEN or LAMBDA_API_TOKEN_FILE and restart the API"));
    }
    // Not as a password: browsers send those along with requests that other pages make.
    if (!isToken(bearer(authorization))) {
      throw new ProblemException(
          unauthorized("starting a workflow needs the token of LAMBDA_API_TOKEN")
              .with("WWW-Authenticate", "Bearer"));
    }
  }

  private static Problem unauthorized(String why) {
    return Problem.of(
        401, "Unauthorized", why + "; send it in the header 'Authorization: Bearer TOKEN'");
  }

  private static Optional<String> bearer(@Nullable String authorization) {
    return credentials(authorization, BEARER);
  }

  private static Optional<String> password(@Nullable String authorization) {
    return credentials(authorization, BASIC)
        .flatMap(encoded -> {
          try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
          } catch (IllegalArgumentException e) {
            return Optional.empty();
          }
        });
  }

  private static Optional<String> credentials(@Nullable String authorization, String scheme) {
    return authorization != null && authorization.regionMatches(true, 0, scheme, 0, scheme.length())
        ? Optional.of(authorization.substring(scheme.length()).strip())
        : Optional.empty();
  }

  /// Takes the same time for every text of a length, so that a token cannot be guessed bit by bit.
  private boolean isToken(Optional<String> given) {
    return token.isPresent()
        && given.isPresent()
        && MessageDigest.isEqual(
            given.get().getBytes(StandardCharsets.UTF_8),
            token.get().getBytes(StandardCharsets.UTF_8));
  }

  /// Never shows the token.
  @Override
  public String toString() {
    return "Access[loopback=%s, token=%s]".formatted(loopback, token.isPresent() ? "set" : "none");
  }
}
