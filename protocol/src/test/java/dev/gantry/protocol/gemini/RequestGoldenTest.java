package dev.gantry.protocol.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.protocol.openai.Adjustment;
import dev.gantry.protocol.openai.EncodedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/// Each `<case>.json` is what one of {@link RequestCase#all} becomes: the body, and what was adjusted.
class RequestGoldenTest {
    private static final String REWRITE = "gantry.goldens.rewrite";
    private static final Path REQUESTS = Path.of("src/test/resources/fixtures/gemini/requests");
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<RequestCase> cases() {
        return RequestCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void encodesTheGoldenBody(RequestCase each) throws IOException {
        Path golden = REQUESTS.resolve(each.name() + ".json");
        EncodedRequest encoded = each.encode();

        String found = transcript(encoded);

        if (Boolean.getBoolean(REWRITE)) {
            Files.writeString(golden, found);
        }
        assertThat(found)
                .describedAs("%s; after a change that is meant: -D%s=true rewrites all goldens", golden, REWRITE)
                .isEqualTo(Files.exists(golden) ? Files.readString(golden) : "");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theVendorsOwnTypesTakeTheBody(RequestCase each) {
        VendorTypes.check(each.encode().body());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void encodesTheSameBytesAgain(RequestCase each) {
        assertThat(each.encode().body()).isEqualTo(each.encode().body());
    }

    private static String transcript(EncodedRequest encoded) {
        JsonNode body = JSON.readTree(encoded.body());
        ObjectNode golden = JSON.createObjectNode();
        golden.put("x-gantry-adjusted", Adjustment.header(encoded.adjustments()));
        golden.set("body", body);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(golden) + "\n";
    }
}
