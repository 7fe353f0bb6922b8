package lambda.speed.projection;

import static lambda.store.Sql.each;
import static lambda.store.Sql.name;
import static lambda.store.Sql.names;

import co.elastic.clients.elasticsearch._types.mapping.Property;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.Measure;
import lambda.core.definition.ViewDefinition;
import lambda.store.ViewTables;
import org.jspecify.annotations.Nullable;

/// The Elasticsearch indices of one view: `<view>-<year of the window>`, with a document for each
/// figure of the serving view. Implausible years, such as a wrong clock produces, share
/// `<view>-other`.
public final class ViewIndex implements Projection {
  private static final int FIRST_YEAR = 2000;
  private static final int LAST_YEAR = 2099;

  private final Documents documents;
  private final ViewDefinition view;

  public ViewIndex(Documents documents, ViewDefinition view) {
    this.documents = documents;
    this.view = view;
  }

  @Override
  public String id() {
    return view.name();
  }

  /// The current figure of every window and key that has a changed partial. `source` is null if the
  /// figure no longer exists.
  @Override
  public String changed() {
    List<String> figure = ViewTables.figure(view);
    return """
    with changed as (
      select %1$s from speed.%2$s where changed_in >= ?::xid8 and changed_in < ?::xid8
      union
      select %1$s from batch.%2$s where changed_in >= ?::xid8 and changed_in < ?::xid8
    )
    select %3$s, %4$s, case when count(p.window_start) > 0 then %5$s end as source
    from changed c left join serving.%6$s p on %7$s
    group by %3$s\
    """
        .formatted(
            names(figure),
            name(view.name()),
            each(figure, column -> "c." + name(column), ", "),
            ViewTables.totals(view, "p"),
            ViewTables.source("p"),
            name(view.name() + "_partials"),
            ViewTables.sameFigure(view, "p", "c"));
  }

  @Override
  public int ranges() {
    return 2;
  }

  @Override
  public void ensureTemplate() {
    Map<String, Property> properties = new HashMap<>();
    properties.put("window_start", Documents.date());
    properties.put("source", Documents.property(new FieldType.StringType()));
    for (Field field : view.groupBy()) {
      properties.put(field.column(), Documents.property(field.type()));
    }
    for (Measure measure : view.measures()) {
      properties.put(measure.name(), Documents.property(type(measure)));
    }
    documents.ensureTemplate(view.name(), view.name() + "-*", properties);
  }

  private static FieldType type(Measure measure) {
    return switch (measure) {
      case Measure.Count _, Measure.CountDistinct _ -> new FieldType.LongType();
      case Measure.Sum _, Measure.Quotient _ -> new FieldType.DoubleType();
      case Measure.Min min -> min.field().type();
      case Measure.Max max -> max.field().type();
    };
  }

  @Override
  public void write(List<Map<String, @Nullable Object>> rows, long version) {
    List<BulkOperation> operations = new ArrayList<>(rows.size());
    for (Map<String, @Nullable Object> row : rows) {
      Map<String, @Nullable Object> document = Documents.document(row);
      String index = index(row);
      String id = Documents.id(ViewTables.figure(view).stream().map(document::get).toList());
      operations.add(
          row.get("source") == null
              ? Documents.delete(index, id, version)
              : Documents.put(index, id, document, version));
    }
    documents.write(operations);
  }

  private String index(Map<String, @Nullable Object> row) {
    if (row.get("window_start") instanceof Instant window) {
      return index(view.name(), window);
    }
    throw new IllegalStateException("a figure without a window: " + row);
  }

  /// The index of a view that holds a window.
  static String index(String view, Instant window) {
    int year = window.atOffset(ZoneOffset.UTC).getYear();
    boolean usual = year >= FIRST_YEAR && year <= LAST_YEAR;
    return view + "-" + (usual ? Integer.toString(year) : "other");
  }
}
