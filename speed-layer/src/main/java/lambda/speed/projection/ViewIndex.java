package lambda.speed.projection;

import static lambda.store.Sql.name;
import static lambda.store.Sql.names;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.Measure;
import lambda.core.definition.ViewDefinition;
import lambda.store.ViewTables;
import lambda.store.projection.DocumentId;
import lambda.store.projection.TimeSlices;
import lambda.store.projection.ViewChanges;
import org.jspecify.annotations.Nullable;

/// A view in Elasticsearch: a document for each figure of the serving view.
public final class ViewIndex implements Projection {
  private static final int FETCH_ROWS = 1_000;

  private final ViewDefinition view;

  public ViewIndex(ViewDefinition view) {
    this.view = view;
  }

  @Override
  public String id() {
    return view.name();
  }

  @Override
  public String alias() {
    return view.name();
  }

  @Override
  public String changed() {
    return ViewChanges.sql(view);
  }

  @Override
  public List<Source> sources() {
    return ViewTables.slices(view).tables().stream()
        .map(table -> new Source(table, "changed_in"))
        .toList();
  }

  @Override
  public TimeSlices slices() {
    return ViewTables.slices(view);
  }

  @Override
  public String slice() {
    return "select %s, %s, source from serving.%s where window_start >= ? and window_start < ?"
        .formatted(names(ViewTables.figure(view)), names(view.measureColumns()), name(view.name()));
  }

  @Override
  public int fetchRows() {
    return FETCH_ROWS;
  }

  @Override
  public Mapping mapping() {
    Map<String, Mapping.Kind> fields = new LinkedHashMap<>();
    fields.put("window_start", Mapping.Kind.TIME);
    for (Field field : view.groupBy()) {
      fields.put(field.column(), Mapping.Kind.of(field.type()));
    }
    for (Measure measure : view.measures()) {
      fields.put(measure.name(), Mapping.Kind.of(type(measure)));
    }
    fields.put("source", Mapping.Kind.KEYWORD);
    return new Mapping(fields);
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
  public Change change(Map<String, @Nullable Object> row) {
    List<@Nullable Object> figure = new ArrayList<>();
    ViewTables.figure(view).forEach(column -> figure.add(row.get(column)));
    String id = DocumentId.of(figure);
    String what = "%s %s".formatted(view.name(), figure);
    return row.get("source") == null ? Change.delete(id, what) : Change.put(id, row, what);
  }
}
