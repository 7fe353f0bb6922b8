package lambda.elasticsearch.root;

import java.io.IOException;
import java.util.List;
import org.elasticsearch.Build;
import org.elasticsearch.Version;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.index.IndexVersion;
import org.elasticsearch.rest.BaseRestHandler;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.rest.RestResponse;
import org.elasticsearch.rest.RestStatus;
import org.elasticsearch.xcontent.XContentBuilder;

/// `GET /` and `HEAD /`: name and version of the node, in the shape Elasticsearch documents.
final class RootHandler extends BaseRestHandler {

  @Override
  public String getName() {
    return "root";
  }

  @Override
  public List<Route> routes() {
    return List.of(new Route(RestRequest.Method.GET, "/"), new Route(RestRequest.Method.HEAD, "/"));
  }

  @Override
  protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
    return channel -> channel.sendResponse(response(channel.newBuilder(), client));
  }

  private static RestResponse response(XContentBuilder json, NodeClient client) throws IOException {
    json.startObject()
        .field("name", client.getLocalNodeId())
        .field("cluster_name", client.settings().get("cluster.name"))
        .startObject("version")
        .field("number", Version.CURRENT.toString())
        .field("build_flavor", "default")
        .field("build_type", Build.current().type().displayName())
        .field("build_hash", Build.current().hash())
        .field("build_date", Build.current().date())
        .field("build_snapshot", Build.current().isSnapshot())
        .field("lucene_version", IndexVersion.current().luceneVersion().toString())
        .field("minimum_wire_compatibility_version", Version.CURRENT.minimumCompatibilityVersion())
        .field("minimum_index_compatibility_version", Version.CURRENT.minimumCompatibilityVersion())
        .endObject()
        .field("tagline", "You Know, for Search")
        .endObject();
    return new RestResponse(RestStatus.OK, json);
  }
}
