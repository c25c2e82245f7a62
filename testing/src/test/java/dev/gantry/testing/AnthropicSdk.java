package dev.gantry.testing;

import com.anthropic.models.messages.MessageCreateParams;
import java.util.Arrays;

/// Which major of the vendor's SDK the tests run with: the build runs them with both.
final class AnthropicSdk {
    private AnthropicSdk() {}

    /// Whether it is the one that speaks the version 2023-06-01.
    static boolean isPrevious() {
        return Arrays.stream(MessageCreateParams.Body.class.getMethods())
                .anyMatch(method -> method.getName().equals("temperature"));
    }

    static String apiVersion() {
        return isPrevious() ? "2023-06-01" : "2026-10-21";
    }
}
