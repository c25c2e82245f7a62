package dev.gantry.server.docs;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Reads the rows of the tables of a Markdown page.
final class MarkdownTable {
    private MarkdownTable() {}

    /// The cells of every row whose first cell is one piece of code, without the marks of code.
    static List<List<String>> rowsThatBeginWithCode(String page) {
        return page.lines()
                .filter(line -> line.matches("\\| `[^`|]+` \\|.*\\|"))
                .map(MarkdownTable::cells)
                .toList();
    }

    private static List<String> cells(String line) {
        Stream<String> cells =
                Arrays.stream(line.substring(1, line.length() - 1).split(" \\| ", -1));
        return cells.map(String::strip).map(MarkdownTable::bare).toList();
    }

    private static String bare(String cell) {
        return cell.matches("`[^`]+`") ? cell.substring(1, cell.length() - 1) : cell;
    }
}
