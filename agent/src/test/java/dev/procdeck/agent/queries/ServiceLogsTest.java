package dev.procdeck.agent.queries;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.agent.Console;
import dev.procdeck.agent.acts.FakeManager;
import dev.procdeck.agent.services.ServiceManagers;
import dev.procdeck.host.journal.LogQuery;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.services.KeptLog;
import dev.procdeck.host.services.LogLine;
import dev.procdeck.host.services.OutputLogs;
import dev.procdeck.host.services.ServiceListing;
import dev.procdeck.protocol.Reading.Value;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.live.OutputStreamKind;
import dev.procdeck.protocol.operation.Query;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The log of a program whose manager keeps it, and of one whose manager keeps none.
class ServiceLogsTest {
    private static final String PROGRAM = "web:web";

    private final List<LogLine> out = new ArrayList<>();
    private @Nullable KeptLog errors;
    private final ServiceLogs logs =
            new ServiceLogs(
                    new ServiceManagers(List.of(new Keeper(), new Scripts())),
                    new LogTails(
                            new NoJournal(), new Console(System.out, new PrintStream(System.err))));

    private final class Keeper extends FakeManager implements OutputLogs {
        Keeper() {
            super("supervisord", new ServiceListing.Available(), PROGRAM);
        }

        @Override
        public KeptLog output(String name, Stream stream) {
            assertThat(name).isEqualTo(PROGRAM);
            return stream == Stream.STDERR && errors != null ? errors : new KeptLog.Lines(out);
        }
    }

    private static final class Scripts extends FakeManager {
        Scripts() {
            super("sysv", new ServiceListing.Available(), "script");
        }
    }

    private static final class NoJournal implements LogTails.Source {
        @Override
        public Reading<List<LogLine>> read(LogQuery query) {
            throw new AssertionError(query);
        }

        @Override
        public AutoCloseable follow(LogQuery query, Consumer<LogLine> consumer, Runnable running) {
            throw new AssertionError(query);
        }
    }

    @Test
    void theLastLinesAndThenWhatCame() {
        write("one", "two", "three");
        Answer.ServiceLog first = read(2, null, null);
        assertThat(texts(first)).containsExactly("two", "three");
        write("four", "five", "six");
        Answer.ServiceLog second = read(2, first.cursor(), null);
        assertThat(texts(second)).containsExactly("four", "five");
        Answer.ServiceLog third = read(2, second.cursor(), null);
        assertThat(texts(third)).containsExactly("six");
        Answer.ServiceLog nothing = read(2, third.cursor(), null);
        assertThat(texts(nothing)).isEmpty();
        assertThat(nothing.cursor()).isEqualTo(third.cursor());
    }

    @Test
    void whereThePlaceIsGoneAllIsNewer() {
        write("one");
        String place = read(5, null, null).cursor();
        out.clear();
        write("two", "three");
        assertThat(texts(read(5, place, null))).containsExactly("two", "three");
    }

    @Test
    void linesThatAreNotSoughtArePassedOver() {
        write("Needle 1", "hay", "needle 2", "hay again");
        Answer.ServiceLog found = read(5, null, "NEEDLE");
        assertThat(texts(found)).containsExactly("Needle 1", "needle 2");
        write("more hay");
        assertThat(texts(read(5, found.cursor(), "NEEDLE"))).isEmpty();
    }

    @Test
    void whatIsMaskedIsNeitherShownNorFound() {
        write("connecting to postgres://app:s3cret@db/app");
        assertThat(texts(read(5, null, null)))
                .singleElement()
                .asString()
                .doesNotContain("s3cret")
                .contains("postgres://app:");
        assertThat(texts(read(5, null, "s3c"))).isEmpty();
        assertThat(texts(read(5, null, "connecting"))).hasSize(1);
    }

    @Test
    void whatTheManagerDoesNotKnowIsNotTaken() {
        assertThat(refused(query(PROGRAM, 3, null, null))).containsEntry("field", "priority");
        assertThat(refused(query(PROGRAM, null, "0".repeat(32), null)))
                .containsEntry("field", "invocationId");
        assertThat(refused(query("script", null, null, OutputStreamKind.STDERR)))
                .containsEntry("field", "stream");
    }

    @Test
    void whyThereIsNone() {
        assertThat(code(query("script", null, null, null))).isEqualTo("no_log_by_service");
        assertThat(codeOfErrors(new KeptLog.NotKept())).isEqualTo("log_not_kept");
        assertThat(codeOfErrors(new KeptLog.Missing("/f"))).isEqualTo("log_missing");
        assertThat(codeOfErrors(new KeptLog.Unreadable("/f"))).isEqualTo("log_not_text");
        assertThat(codeOfErrors(new KeptLog.Away("gone"))).isEqualTo("log_away");
    }

    private String codeOfErrors(KeptLog none) {
        errors = none;
        return code(query(PROGRAM, null, null, OutputStreamKind.STDERR));
    }

    private String code(Query.ServiceLog query) {
        return ((Answer.Refused) logs.read(query)).problem().code();
    }

    private Map<String, String> refused(Query.ServiceLog query) {
        assertThat(code(query)).isEqualTo("invalid_value");
        return ((Answer.Refused) logs.read(query)).problem().parameters();
    }

    private static Query.ServiceLog query(
            String name,
            @Nullable Integer priority,
            @Nullable String invocation,
            @Nullable OutputStreamKind stream) {
        return new Query.ServiceLog(name, 5, null, priority, invocation, null, stream);
    }

    private Answer.ServiceLog read(int lines, @Nullable String cursor, @Nullable String text) {
        return (Answer.ServiceLog)
                logs.read(new Query.ServiceLog(PROGRAM, lines, cursor, null, null, text, null));
    }

    private static List<String> texts(Answer.ServiceLog log) {
        return log.lines()
                        instanceof
                        Value<List<dev.procdeck.protocol.answer.LogLine>>(
                                List<dev.procdeck.protocol.answer.LogLine> lines)
                ? lines.stream().map(dev.procdeck.protocol.answer.LogLine::message).toList()
                : List.of("no lines");
    }

    private void write(String... texts) {
        for (String text : texts) {
            out.add(
                    new LogLine(
                            "c" + out.size() + text.hashCode(),
                            Optional.empty(),
                            OptionalInt.empty(),
                            "web",
                            OptionalInt.empty(),
                            PROGRAM,
                            "",
                            text.getBytes(StandardCharsets.UTF_8),
                            false));
        }
    }
}
