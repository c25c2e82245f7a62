package dev.gantry.protocol.gemini;

import dev.gantry.protocol.gemini.GeminiTarget.Feature;
import dev.gantry.protocol.gemini.GeminiThinking.Level;
import java.util.EnumSet;
import java.util.Set;

/// Models as a catalog has them.
final class Targets {
    private static final Set<Feature> ALL =
            EnumSet.complementOf(EnumSet.of(Feature.SAMPLING_DEFAULTS, Feature.VALIDATED_CALLS));

    static final GeminiTarget FLASH_25 = new GeminiTarget(
            "gemini-2.5-flash",
            GeminiGeneration.V2_5,
            new GeminiThinking.Budget(1, 24_576, true),
            EnumSet.of(Feature.INSTRUCTIONS, Feature.JSON_OUTPUT, Feature.SAMPLING_DEFAULTS),
            65_536,
            4_096);
    static final GeminiTarget PRO_25 = new GeminiTarget(
            "gemini-2.5-pro", GeminiGeneration.V2_5, new GeminiThinking.Budget(128, 32_768, false), ALL, 65_536, 0);
    static final GeminiTarget FLASH_3 = new GeminiTarget(
            "gemini-3.5-flash-lite",
            GeminiGeneration.V3,
            new GeminiThinking.Levels(EnumSet.allOf(Level.class)),
            EnumSet.allOf(Feature.class),
            0,
            0);
    static final GeminiTarget PRO_3 = new GeminiTarget(
            "gemini-3.8-pro",
            GeminiGeneration.V3,
            new GeminiThinking.Levels(EnumSet.of(Level.LOW, Level.HIGH)),
            ALL,
            0,
            0);
    static final GeminiTarget PLAIN = new GeminiTarget(
            "gemma-3-27b-it", GeminiGeneration.V2_5, new GeminiThinking.None(), Set.of(), 8_192, 1_024);

    private Targets() {}
}
