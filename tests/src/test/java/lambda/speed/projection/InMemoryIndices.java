package lambda.speed.projection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import lambda.core.failure.LambdaException;
import lambda.store.projection.Projections.Index;
import lambda.store.projection.RejectedDocuments.Rejected;
import org.jspecify.annotations.Nullable;

/// A model of Elasticsearch, as far as the projection sees it: documents keep the highest version,
/// also when they are deleted. A test may lose, restore and refuse what it holds, and stop it at
/// any call. One thread.
final class InMemoryIndices implements SearchIndices {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Map<String, Stored> indices = new TreeMap<>();
  private final Map<String, Set<String>> aliases = new HashMap<>();
  private Predicate<Change> refused = _ -> false;
  private Runnable beforeWrite = () -> {};
  private int created;
  private int calls;
  private int failingCall = -1;
  private boolean failAfter;

  /// @param documents by id; empty where one was deleted
  private record Stored(
      Index index,
      Map<String, Optional<JsonNode>> documents,
      Map<String, Long> versions,
      List<Long> announced) {
    Stored copy() {
      return new Stored(
          index, new HashMap<>(documents), new HashMap<>(versions), new ArrayList<>(announced));
    }
  }

  /// Makes the n-th call from now on fail.
  ///
  /// @param after whether it fails after its work is done
  void failAt(int call, boolean after) {
    calls = 0;
    failingCall = call;
    failAfter = after;
  }

  int calls() {
    return calls;
  }

  void refuse(Predicate<Change> which) {
    refused = which;
  }

  void beforeWrite(Runnable action) {
    beforeWrite = action;
  }

  /// The documents that readers of an alias find.
  Map<String, JsonNode> documents(String alias) {
    Map<String, JsonNode> found = new TreeMap<>();
    for (String name : aliases.getOrDefault(alias, Set.of())) {
      stored(name)
          .documents
          .forEach((id, document) -> document.ifPresent(json -> found.put(name + "/" + id, json)));
    }
    return found;
  }

  int indices() {
    return indices.size();
  }

  void deleteAll() {
    indices.clear();
    aliases.clear();
  }

  /// What all indices hold now.
  Runnable backup() {
    Map<String, Stored> copies = new TreeMap<>();
    indices.forEach((name, stored) -> copies.put(name, stored.copy()));
    return () -> {
      indices.clear();
      indices.putAll(copies);
    };
  }

  void hide(String alias) {
    aliases.remove(alias);
  }

  private void call(Runnable work) {
    calls++;
    boolean fails = calls == failingCall;
    if (!fails || failAfter) {
      work.run();
    }
    if (fails) {
      throw LambdaException.retry("the test wants it", new IOException("at call " + calls));
    }
  }

  private Stored stored(String name) {
    @Nullable Stored stored = indices.get(name);
    if (stored == null) {
      throw LambdaException.retry("no index", new IOException(name));
    }
    return stored;
  }

  @Override
  public Found find(String alias, Index index) {
    call(() -> {});
    @Nullable Stored stored = indices.get(index.name());
    if (stored == null || !stored.index.equals(index)) {
      return new Found(false, false, OptionalLong.empty());
    }
    return new Found(
        true,
        aliases.getOrDefault(alias, Set.of()).contains(index.name()),
        stored.announced.stream().mapToLong(Long::longValue).max());
  }

  @Override
  public Index create(String alias, Mapping mapping, int shards) {
    Index index = new Index(alias + "-" + created, "uuid-" + created);
    created++;
    call(() ->
        indices.put(
            index.name(), new Stored(index, new HashMap<>(), new HashMap<>(), new ArrayList<>())));
    return index;
  }

  @Override
  public void announce(Index index, long version) {
    call(() -> stored(index.name()).announced.add(version));
  }

  @Override
  public List<Rejected> write(Index index, List<Change> changes, long version) {
    Runnable action = beforeWrite;
    beforeWrite = () -> {};
    action.run();
    List<Rejected> rejected = new ArrayList<>();
    call(() -> {
      Stored stored = stored(index.name());
      for (Change change : changes) {
        if (refused.test(change)) {
          rejected.add(new Rejected(change.id(), change.what(), "refused by the test"));
        } else if (stored.versions.getOrDefault(change.id(), 0L) < version) {
          stored.versions.put(change.id(), version);
          stored.documents.put(change.id(), change.document().map(InMemoryIndices::parse));
        }
      }
    });
    return rejected;
  }

  private static JsonNode parse(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void publish(String alias, Index index) {
    call(() -> {
      stored(index.name());
      aliases.put(alias, new HashSet<>(Set.of(index.name())));
      indices.keySet().removeIf(name -> name.startsWith(alias + "-") && !name.equals(index.name()));
    });
  }

  @Override
  public void drop(Index index) {
    call(() -> indices.remove(index.name()));
  }
}
