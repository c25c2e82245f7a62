package dev.gantry.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.protocol.openai.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Holds `docs/errors.md` to the errors that there are.
class ErrorsPageTest {
    private static final int CODE = 0;
    private static final int STATUS = 1;
    private static final int TYPE = 2;
    private static final int CAUSE = 3;
    private static final int REMEDY = 4;
    private static final int RETRY = 5;

    @Test
    void hasOneRowForEachErrorWithItsStatusTypeAndCode() throws IOException {
        assertThat(rows())
                .extracting(row -> List.of(row.get(CODE), row.get(STATUS), row.get(TYPE)))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ErrorCode.values())
                        .map(error -> List.of(error.code(), Integer.toString(error.status()), error.type()))
                        .toList());
    }

    @Test
    void saysOfEachErrorItsCauseItsRemedyAndWhetherToRetry() throws IOException {
        assertThat(rows()).allSatisfy(row -> {
            assertThat(row).as(row.getFirst()).hasSize(RETRY + 1);
            assertThat(row.get(CAUSE)).as(row.getFirst()).isNotBlank();
            assertThat(row.get(REMEDY)).as(row.getFirst()).isNotBlank();
            assertThat(row.get(RETRY)).as(row.getFirst()).matches("(yes|no)\\b.*");
        });
    }

    private static List<List<String>> rows() throws IOException {
        return MarkdownTable.rowsThatBeginWithCode(Files.readString(Path.of("../docs/errors.md")));
    }
}
