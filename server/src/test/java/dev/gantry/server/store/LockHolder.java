package dev.gantry.server.store;

import java.net.URI;
import java.nio.file.Path;

/// A process that holds a data folder until it is killed, or its standard input ends.
final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws Exception {
        try (DataFolderLock lock = DataFolderLock.acquire(DataFolder.open(Path.of(arguments[0])))) {
            lock.publishUrl(URI.create(arguments[1]));
            System.out.println("held");
            System.in.transferTo(System.out);
        }
    }
}
