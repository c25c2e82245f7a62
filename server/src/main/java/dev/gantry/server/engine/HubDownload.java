package dev.gantry.server.engine;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/// Brings one file from the hub into the cache: resumed where an earlier try ended, checked, moved in one step.
/// Confined to one thread; needs the cache's lock.
final class HubDownload {
    private static final int MAX_FUTILE_ATTEMPTS = 4;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final HubEndpoint hub;
    private final ProxySelector proxies;
    private final CacheFolder cache;
    private final Duration stallTimeout;
    private final EngineClock clock;

    HubDownload(HubEndpoint hub, ProxySelector proxies, CacheFolder cache, Duration stallTimeout, EngineClock clock) {
        this.hub = hub;
        this.proxies = proxies;
        this.cache = cache;
        this.stallTimeout = stallTimeout;
        this.clock = clock;
    }

    /// Blocks until the file is in the cache.
    ///
    /// @return where it lies
    /// @throws ProvisioningException when the hub lacks it or is not reached, or sends other bytes than it promised
    Path fetch(String repo, String file, Progress progress) throws ProvisioningException, InterruptedException {
        Path target = cache.hubModel(repo, file);
        PartialFile part = PartialFile.of(target);
        try (HubClient client = new HubClient(hub, proxies, stallTimeout)) {
            URI source = hub.file(repo, file);
            HubFile expected = describe(client, source);
            long present = part.resumeFor(expected);
            cache.requireSpace(file, expected.sizeBytes() - present);
            announce(repo, file, expected, present, progress);
            receive(client, source, part, expected, progress);
            part.finish(expected, target);
            return target;
        } catch (IOException e) {
            throw new ProvisioningException("Downloading " + file + " failed: " + e + ".", e);
        }
    }

    private HubFile describe(HubClient client, URI source) throws ProvisioningException, InterruptedException {
        try {
            return client.describe(source);
        } catch (IOException e) {
            throw new ProvisioningException(
                    "The hub " + hub.base() + " cannot be reached (" + e
                            + "); check the network, HTTPS_PROXY and HF_ENDPOINT, or use a file with --model FILE.gguf.",
                    e);
        }
    }

    private void announce(String repo, String file, HubFile expected, long present, Progress progress) {
        progress.say((present > 0 ? "Resuming" : "Downloading") + " the model " + file + ", "
                + ByteSize.format(expected.sizeBytes())
                + (present > 0 ? ", of which " + ByteSize.format(present) + " are here" : "") + ", from "
                + hub.page(repo) + " (its licence is on that page).");
        if (expected.sha256() == null) {
            progress.say("The hub names no checksum for this file; only its size and structure are checked.");
        }
    }

    private void receive(HubClient client, URI source, PartialFile part, HubFile expected, Progress progress)
            throws IOException, InterruptedException, ProvisioningException {
        Duration pause = FIRST_PAUSE;
        int futile = 0;
        while (part.sizeBytes() != expected.sizeBytes()) {
            long before = part.sizeBytes();
            IOException failure = attempt(client, source, part, expected, progress);
            if (part.sizeBytes() == expected.sizeBytes()) {
                break;
            }
            boolean progressed = part.sizeBytes() >= before + StallWatch.LEAST_BYTES;
            futile = progressed ? 0 : futile + 1;
            pause = progressed ? FIRST_PAUSE : pause.multipliedBy(2);
            if (futile == MAX_FUTILE_ATTEMPTS) {
                throw interrupted(part, expected, failure);
            }
            clock.pause(pause);
        }
        progress.bytes(part.name(), expected.sizeBytes(), expected.sizeBytes());
    }

    private static IOException attempt(
            HubClient client, URI source, PartialFile part, HubFile expected, Progress progress)
            throws InterruptedException, ProvisioningException, IOException {
        try {
            if (part.sizeBytes() > expected.sizeBytes()) {
                part.discard();
            }
            client.download(
                    source,
                    part.path(),
                    part.sizeBytes(),
                    done -> progress.bytes(part.name(), Math.min(done, expected.sizeBytes()), expected.sizeBytes()));
            return new IOException("the connection closed early");
        } catch (IOException e) {
            return e;
        }
    }

    private static ProvisioningException interrupted(PartialFile part, HubFile expected, IOException cause)
            throws IOException {
        return new ProvisioningException(
                "The download of " + part.name() + " was interrupted at " + ByteSize.format(part.sizeBytes()) + " of "
                        + ByteSize.format(expected.sizeBytes()) + " (" + cause.getMessage()
                        + "); run the command again to resume it.",
                cause);
    }
}
