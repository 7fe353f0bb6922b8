package lambda.core.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lambda.core.definition.StreamDefinition;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamFilesTest {
  @TempDir Path folder;

  @BeforeEach
  void schema() throws IOException {
    write(Sales.SCHEMA_FILE, Sales.SCHEMA);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void everyYamlFileDeclaresAStream() throws IOException {
    write("b.yaml", Sales.YAML);
    write("a.yaml", Sales.YAML.replace("sales", "orders").replace("orders.avsc", "sales.avsc"));
    write("notes.txt", "not a stream");

    assertThat(StreamFiles.read(folder).all())
        .extracting(StreamDefinition::name)
        .containsExactly("orders", "sales");
  }

  @Test
  void aNameThatTwoFilesDeclareIsRefusedWithBoth() throws IOException {
    Path first = write("a.yaml", Sales.YAML);
    Path second = write("b.yaml", Sales.YAML);

    assertThatThrownBy(() -> StreamFiles.read(folder))
        .isInstanceOf(LambdaException.class)
        .hasMessage(
            """
            4 errors in %1$s:
            %3$s: stream 'sales' is already declared in %2$s
            %3$s: topic 'sales' is already declared in %2$s
            %3$s: raw_sink 'sales' is already declared in %2$s
            %3$s: view 'sales_per_month' is already declared in %2$s\
            """,
            folder, first, second);
  }

  @Test
  void aViewWithTheNameOfARawSinkIsRefused() throws IOException {
    Path file = write("a.yaml", Sales.YAML.replace("view: sales_per_month", "view: sales"));

    assertThatThrownBy(() -> StreamFiles.read(folder))
        .hasMessage(
            "%s: view 'sales' has the same name as a raw_sink, and both would use the Elasticsearch index of that name; rename one",
            file);
  }

  @Test
  void theErrorsOfAllFilesAreReportedAtOnce() throws IOException {
    Path first = write("a.yaml", Sales.YAML.replace("format: json", "format: xml"));
    Path second = write("b.yaml", "stream: [");

    assertThatThrownBy(() -> StreamFiles.read(folder))
        .hasMessageStartingWith("2 errors in %s:\n%s:4: 'format' must be json", folder, first)
        .hasMessageContaining("\n%s:1: not valid YAML", second);
  }

  @Test
  void oneErrorNeedsNoHeading() throws IOException {
    Path file = write("a.yaml", Sales.YAML.replace(Sales.SCHEMA_FILE, "other.avsc"));

    assertThatThrownBy(() -> StreamFiles.read(folder))
        .hasMessage(folder.resolve("other.avsc") + ": no such file");
    assertThat(file).exists();
  }

  @Test
  void aFolderWithoutStreamsIsRefused() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> StreamFiles.read(folder))
        .hasMessage(folder + " contains no stream definition (*.yaml)");
    assertThatThrownBy(() -> StreamFiles.read(missing))
        .hasMessage(missing + " is not a folder; it must contain the stream definitions (*.yaml)");
  }
}
