package dev.gantry.server.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// Rows of text in aligned columns, for the terminal. Confined to one thread.
final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /// Adds a row; every row has the same number of cells.
    TextTable row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /// Prints the rows; nothing follows the last cell of a row that has text.
    void print(PrintWriter out) {
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                line.append(cell).repeat(' ', widthOf(column) - length(cell)).append(GAP);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private int widthOf(int column) {
        return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
