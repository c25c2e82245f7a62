package dev.gantry.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tools.jackson.databind.json.JsonMapper;

class JsonTextProperties {
    private static final JsonMapper JACKSON = new JsonMapper();

    @Property
    void quotingSurvivesBothReaders(@ForAll String text) {
        byte[] json = JsonText.quote(text);
        JsonScanner scanner = new JsonScanner(json);
        scanner.next();
        assertThat(scanner.text()).isEqualTo(text);
        assertThat(JACKSON.readTree(json).asString()).isEqualTo(text);
        assertThat(scanner.next()).isEqualTo(JsonToken.END);
    }
}
