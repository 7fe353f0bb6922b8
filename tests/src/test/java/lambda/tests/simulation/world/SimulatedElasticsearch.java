package lambda.tests.simulation.world;

import java.util.Map;
import java.util.TreeMap;
import lambda.tests.simulation.schedule.Fault;
import lambda.tests.simulation.schedule.Situation;
import org.jspecify.annotations.Nullable;

/// An index with external versions.
public final class SimulatedElasticsearch {
  private final Network network;
  private final Map<FigureKey, Document> documents = new TreeMap<>();
  private long present;

  public SimulatedElasticsearch(Network network) {
    this.network = network;
  }

  /// @param totals null once the document is deleted: its version is remembered
  private record Document(long version, @Nullable Totals totals) {}

  /// Writes documents under a version; those with a higher one stay as they are.
  ///
  /// @param index the index that they are for; if it is gone, nothing is written
  /// @param figures null for a document to delete
  /// @throws Unavailable if some or all may not have been written
  public void write(long index, Map<FigureKey, @Nullable Totals> figures, long version) {
    network.call(
        Server.ELASTICSEARCH,
        "bulk of version " + version,
        figures,
        () -> {
          for (Map.Entry<FigureKey, @Nullable Totals> figure : figures.entrySet()) {
            if (network.strikes(Fault.ELASTICSEARCH_WRITES_SOME)) {
              throw network.unavailable(Server.ELASTICSEARCH);
            }
            if (index == present) {
              write(figure.getKey(), new Document(version, figure.getValue()));
            }
          }
          return figures.size();
        });
  }

  private void write(FigureKey key, Document document) {
    Document present = documents.get(key);
    if (present != null && present.version >= document.version) {
      network.saw(Situation.PROJECTION_IS_OVERTAKEN);
    } else {
      documents.put(key, document);
    }
  }

  /// Writes documents whatever their versions.
  public void overwrite(long index, Map<FigureKey, @Nullable Totals> figures, long version) {
    figures.keySet().forEach(documents::remove);
    write(index, figures, version);
  }

  /// Replaces the index by an empty one, which is what is left if somebody deletes it.
  ///
  /// @return the new index
  public long replaceIndex() {
    documents.clear();
    return ++present;
  }

  /// The version of each document, deleted ones included; for checks, not a call.
  public Map<FigureKey, Long> versions() {
    Map<FigureKey, Long> versions = new TreeMap<>();
    documents.forEach((key, document) -> versions.put(key, document.version));
    return versions;
  }

  /// The present index; for checks, not a call.
  public long index() {
    return present;
  }

  /// What a search finds, for checks; not a call.
  public Map<FigureKey, Totals> documents() {
    Map<FigureKey, Totals> found = new TreeMap<>();
    documents.forEach((key, document) -> {
      if (document.totals != null) {
        found.put(key, document.totals);
      }
    });
    return found;
  }
}
