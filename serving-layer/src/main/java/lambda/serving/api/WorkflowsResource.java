package lambda.serving.api;

import com.fasterxml.jackson.databind.JsonNode;
import lambda.serving.http.Answer;
import lambda.serving.http.Closest;
import lambda.serving.http.Format;
import lambda.serving.http.Problem;
import lambda.serving.http.ProblemException;
import lambda.serving.http.Request;

/// `POST /api/workflows/{type}`: starts a workflow.
final class WorkflowsResource {
  private final Workflows workflows;

  WorkflowsResource(Workflows workflows) {
    this.workflows = workflows;
  }

  Answer start(Request request) {
    request.format(Format.JSON);
    request.parameters();
    String type = request.path("type");
    if (!workflows.types().contains(type)) {
      throw new ProblemException(
          Problem.notFound(
              "there is no workflow '%s'; there are: %s"
                  .formatted(type, String.join(", ", Closest.first(type, workflows.types())))));
    }
    JsonNode input = request.json();
    return Answer.json(202, workflows.start(type, input));
  }
}
