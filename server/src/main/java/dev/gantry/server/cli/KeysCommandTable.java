package dev.gantry.server.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/// Rows of text under a heading, in columns as wide as their widest cell.
record KeysCommandTable(List<String> heading) {
    private static final String GAP = "  ";

    static KeysCommandTable of(List<String> heading) {
        return new KeysCommandTable(heading);
    }

    List<String> lines(List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>(List.of(heading));
        all.addAll(rows);
        List<Integer> widths = IntStream.range(0, heading.size())
                .map(column -> Collections.max(
                        all.stream().map(row -> width(row.get(column))).toList()))
                .boxed()
                .toList();
        return all.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> cells, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            line.append(cell).repeat(' ', widths.get(column) - width(cell)).append(GAP);
        }
        return line.toString().stripTrailing();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
