package dev.procdeck.server.operations;

import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import dev.procdeck.server.http.Page;
import dev.procdeck.server.http.Paging;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Gate;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// `/api/v1/operations`: the log, its badge, and marking it seen.
@RestController
@RequestMapping("/api/v1/operations")
public class OperationsController {
    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");
    private static final int BUFFERED = 500;

    private final OperationReader reader;
    private final JsonMapper json;

    OperationsController(OperationReader reader, JsonMapper json) {
        this.reader = reader;
        this.json = json;
    }

    /// @param count acts that the one who asks has not seen
    public record Unseen(long count) {}

    /// @param upToId the newest record that was looked at
    public record SeenRequest(@Nullable Long upToId) {}

    /// Lists the log, the newest first unless `sort` says otherwise.
    @GetMapping
    @Gate
    public @Nullable Page<OperationRecord> listOperations(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String userName,
            @Parameter(
                            schema =
                                    @Schema(
                                            allowableValues = {
                                                "service",
                                                "signal",
                                                "priority",
                                                "command",
                                                "account",
                                                "session"
                                            }))
                    @RequestParam(required = false)
                    @Nullable String logType,
            @Parameter(
                            schema =
                                    @Schema(
                                            allowableValues = {
                                                "pending",
                                                "succeeded",
                                                "failed",
                                                "refused",
                                                "unknown"
                                            }))
                    @RequestParam(required = false)
                    @Nullable String retStatus,
            @Parameter(schema = @Schema(allowableValues = {"seen", "unseen"}))
                    @RequestParam(required = false)
                    @Nullable String logStatus,
            @Parameter(schema = @Schema(format = "date-time")) @RequestParam(required = false)
                    @Nullable String from,
            @Parameter(schema = @Schema(format = "date-time")) @RequestParam(required = false)
                    @Nullable String to,
            @RequestParam(required = false) @Nullable String sort,
            @Parameter(
                            schema =
                                    @Schema(
                                            type = "integer",
                                            minimum = "0",
                                            maximum = "100000",
                                            defaultValue = "200"))
                    @RequestParam(required = false)
                    @Nullable String limit,
            @Parameter(schema = @Schema(type = "integer", minimum = "0", defaultValue = "0"))
                    @RequestParam(required = false)
                    @Nullable String offset,
            Actor actor,
            HttpServletResponse response)
            throws IOException {
        OperationFilter filter =
                OperationFilter.parse(q, userName, logType, retStatus, logStatus, from, to);
        Sort order = OperationSort.parse(sort);
        Paging paging = Paging.parse(limit, offset);
        if (paging.limit() > BUFFERED) {
            stream(filter, order, paging, actor, response);
            return null;
        }
        long[] total = new long[1];
        List<OperationRecord> items = new ArrayList<>();
        reader.read(filter, order, paging, actor, count -> total[0] = count, items::add);
        return new Page<>(total[0], items);
    }

    /// One record.
    @GetMapping("/{id}")
    @Gate
    public OperationRecord getOperation(
            @Parameter(schema = @Schema(type = "integer", format = "int64")) @PathVariable
                    String id,
            Actor actor) {
        return reader.require(id(id), actor);
    }

    /// The number of the badge.
    @GetMapping("/unseen")
    @Gate
    public Unseen countUnseenOperations(Actor actor) {
        return new Unseen(reader.countUnseen(actor));
    }

    /// Marks everything up to a record as seen by the one who asks.
    @PostMapping("/seen")
    @Gate
    public Unseen markOperationsSeen(@RequestBody SeenRequest body, Actor actor) {
        Long upToId = body.upToId();
        if (upToId == null || upToId < 0) {
            throw ApiException.invalid(
                    FieldProblem.of("upToId", upToId == null ? "required" : "invalid"));
        }
        reader.markSeen(actor, upToId);
        return new Unseen(reader.countUnseen(actor));
    }

    /// Long lists are written row by row, in constant memory.
    private void stream(
            OperationFilter filter,
            Sort order,
            Paging paging,
            Actor actor,
            HttpServletResponse response)
            throws IOException {
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        // A flush after each row would be a TLS record of its own for each.
        ObjectWriter rows = json.writer().without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);
        try (JsonGenerator generator = json.createGenerator(response.getOutputStream())) {
            generator.writeStartObject();
            reader.read(
                    filter,
                    order,
                    paging,
                    actor,
                    total -> {
                        generator.writeNumberProperty("total", total);
                        generator.writeArrayPropertyStart("items");
                    },
                    item -> rows.writeValue(generator, item));
            generator.writeEndArray();
            generator.writeEndObject();
        }
    }

    private static long id(String text) {
        if (!ID.matcher(text).matches()) {
            throw ApiException.invalid(FieldProblem.of("id", "invalid"));
        }
        return Long.parseLong(text);
    }
}
