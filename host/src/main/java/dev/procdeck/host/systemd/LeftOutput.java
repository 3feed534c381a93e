package dev.procdeck.host.systemd;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The output folders of runs whose agent was killed before it could delete them. Stateless.
///
/// A command outlives its agent and goes on writing. systemd keeps the file of a transient unit for
/// as long as it knows the unit, so a folder without one belongs to no run.
final class LeftOutput {
    private LeftOutput() {}

    /// Deletes what belongs to no unit; what is not ours, or cannot be deleted, stays.
    ///
    /// @param transientUnits where systemd writes transient units
    static void delete(Path folder, Path transientUnits) throws IOException {
        try (DirectoryStream<Path> runs = Files.newDirectoryStream(folder)) {
            for (Path run : runs) {
                String unit = TransientRun.unit(String.valueOf(run.getFileName()));
                if (Files.isDirectory(run, LinkOption.NOFOLLOW_LINKS)
                        && Files.notExists(transientUnits.resolve(unit))) {
                    TransientRun.deleteFolder(run);
                }
            }
        } catch (NoSuchFileException none) {
            // No command ever ran.
        }
    }
}
