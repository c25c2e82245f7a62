package dev.gantry.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds the links of the Markdown pages to the files and headings that there are.
class DocumentationLinksTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ +(.*)$", Pattern.MULTILINE);
    private static final Pattern FENCED = Pattern.compile("^```.*?^```", Pattern.DOTALL | Pattern.MULTILINE);

    /// One link, where it stands and what it names.
    private record Link(Path page, String target) {
        boolean isRelative() {
            return !target.matches("[a-z]+:.*");
        }

        Path file() {
            String path = target.replaceFirst("#.*", "");
            return path.isEmpty() ? page : page.resolveSibling(path).normalize();
        }

        String anchor() {
            return target.contains("#") ? target.substring(target.indexOf('#') + 1) : "";
        }

        @Override
        public String toString() {
            return ROOT.relativize(page) + ": " + target;
        }
    }

    @Test
    void everyRelativeLinkNamesAFileOfTheRepository() throws IOException {
        assertThat(links()).isNotEmpty().allSatisfy(link -> {
            assertThat(link.file()).as(link.toString()).exists();
            assertThat(link.file().startsWith(ROOT)).as(link.toString()).isTrue();
        });
    }

    @Test
    void everyAnchorNamesAHeading() throws IOException {
        assertThat(links())
                .filteredOn(link -> !link.anchor().isEmpty())
                .allSatisfy(link ->
                        assertThat(anchorsOf(link.file())).as(link.toString()).contains(link.anchor()));
    }

    private static List<Link> links() throws IOException {
        return pages().flatMap(page -> LINK.matcher(text(page)).results().map(link -> new Link(page, link.group(1))))
                .filter(Link::isRelative)
                .toList();
    }

    private static Stream<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            List<Path> pages =
                    docs.filter(file -> file.toString().endsWith(".md")).toList();
            return Stream.concat(
                    Stream.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "conformance/README.md")
                            .map(ROOT::resolve),
                    pages.stream());
        }
    }

    private static List<String> anchorsOf(Path page) {
        return HEADING.matcher(FENCED.matcher(text(page)).replaceAll(""))
                .results()
                .map(DocumentationLinksTest::anchor)
                .toList();
    }

    private static String anchor(MatchResult heading) {
        return heading.group(1)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    private static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException unreadable) {
            throw new AssertionError(page + " cannot be read", unreadable);
        }
    }
}
