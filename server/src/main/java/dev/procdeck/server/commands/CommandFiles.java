package dev.procdeck.server.commands;

import dev.procdeck.protocol.answer.CommandPreview;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.server.ServerOptions;
import dev.procdeck.server.db.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What commands were and what they said: one file of JSON lines for each, first what runs, then
/// each piece of output. Thread-safe for different commands; one command's pieces come from one
/// thread.
@Component
class CommandFiles {
    private static final Logger LOG = LoggerFactory.getLogger(CommandFiles.class);

    private static final Pattern NAME = Pattern.compile("\\d{1,18}\\.jsonl");

    /// Beyond it a file takes no more; the agent's own limit of 1 MiB of output comes first.
    private static final long MAX_FILE_BYTES = 8L << 20;

    /// How many files are kept, and how much they may hold together; the oldest go first.
    static final int MAX_FILES = 2_000;

    static final long MAX_TOTAL_BYTES = 512L << 20;

    private final Path directory;
    private final JsonMapper json;

    CommandFiles(ServerOptions options, JsonMapper json) {
        this.directory = options.dataDir().resolve("commands");
        this.json = json;
    }

    /// One piece of output.
    record Piece(String stream, Instant time, String text, boolean truncated) {}

    /// What is known of one command.
    record Kept(@Nullable CommandPreview preview, List<Piece> output) {}

    void begin(long operationId, CommandPreview preview) throws IOException {
        DataDirectory.prepare(directory);
        prune(MAX_FILES - 1, MAX_TOTAL_BYTES);
        Files.createFile(
                file(operationId),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        append(operationId, preview);
    }

    /// Begins a file where the caller cannot go on without one.
    void keep(long operationId, CommandPreview preview) {
        try {
            begin(operationId, preview);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Deletes the oldest files until no more than this is left.
    void prune(int maxFiles, long maxBytes) throws IOException {
        List<Path> newestFirst;
        try (Stream<Path> all = Files.list(directory)) {
            newestFirst =
                    all.filter(path -> NAME.matcher(String.valueOf(path.getFileName())).matches())
                            .sorted(Comparator.comparingLong(CommandFiles::idOf).reversed())
                            .toList();
        }
        long bytes = 0;
        for (int i = 0; i < newestFirst.size(); i++) {
            bytes += Files.size(newestFirst.get(i));
            if (i >= maxFiles || bytes > maxBytes) {
                Files.deleteIfExists(newestFirst.get(i));
            }
        }
    }

    private static long idOf(Path path) {
        String name = String.valueOf(path.getFileName());
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }

    void append(Live.CommandOutput output) {
        try {
            Path file = file(output.operationId());
            if (Files.exists(file) && Files.size(file) < MAX_FILE_BYTES) {
                append(
                        output.operationId(),
                        new Piece(
                                output.stream().name().toLowerCase(Locale.ROOT),
                                output.time(),
                                output.text(),
                                output.truncated()));
            }
        } catch (IOException e) {
            LOG.warn("output of command {} could not be kept", output.operationId(), e);
        }
    }

    private void append(long operationId, Object line) throws IOException {
        Files.writeString(
                file(operationId), json.writeValueAsString(line) + "\n", StandardOpenOption.APPEND);
    }

    /// A last line that was cut off by a crash is left out.
    Kept read(long operationId) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file(operationId), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return new Kept(null, List.of());
        }
        CommandPreview preview = null;
        List<Piece> output = new ArrayList<>();
        for (String line : lines) {
            try {
                if (preview == null) {
                    preview = json.readValue(line, CommandPreview.class);
                } else {
                    output.add(json.readValue(line, Piece.class));
                }
            } catch (JacksonException e) {
                LOG.warn("a line of the output of command {} is broken", operationId);
            }
        }
        return new Kept(preview, output);
    }

    private Path file(long operationId) {
        return directory.resolve(operationId + ".jsonl");
    }
}
