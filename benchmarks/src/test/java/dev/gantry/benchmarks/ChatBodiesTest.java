package dev.gantry.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.protocol.openai.ChatRequestView;
import dev.gantry.protocol.openai.RequestLimits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatBodiesTest {
    @ParameterizedTest
    @ValueSource(ints = {1_024, 200_000})
    void hasTheWantedSizeAndIsARequest(int bytes) {
        byte[] body = ChatBodies.ofSize("bench/whole", true, bytes);

        assertThat(body.length).isBetween(bytes, bytes + bytes / 20 + 600);
        assertThat(ChatRequestView.parse(body, RequestLimits.DEFAULT).model()).isEqualTo("bench/whole");
    }
}
