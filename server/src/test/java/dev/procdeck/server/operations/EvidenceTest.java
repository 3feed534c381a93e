package dev.procdeck.server.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procdeck.server.http.RequestId;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.ServerTest;
import dev.procdeck.server.users.AppUser;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.json.JsonMapper;

/// The log as evidence outside its database: exports, retention, and what the agent's journal says.
@DirtiesContext
class EvidenceTest extends ServerTest {
    @Autowired private OperationLog log;
    @Autowired private AuditVerifier verifier;
    @Autowired private AuditRetention retention;
    @Autowired private OperationExport export;
    @Autowired private OperationRepository operations;
    @Autowired private AuditRepository entries;
    @Autowired private JournalComparison comparison;
    @Autowired private JsonMapper json;

    /// Other tests leave operations without an end, which retention never passes.
    @DynamicPropertySource
    static void storeOfItsOwn(DynamicPropertyRegistry registry) throws IOException {
        String directory = Files.createTempDirectory("procdeck-evidence-test").toString();
        registry.add("procdeck.data-dir", () -> directory);
    }

    @Test
    @DisplayName("U8, U12: an export verifies by itself, and any edit of it is found")
    void anExportVerifiesByItself() throws Exception {
        acts(30);
        edit(1_000, 1);
    }

    @Test
    @DisplayName("U7: each export is an entry itself, before its first line is written")
    void anExportIsAnEntry() throws Exception {
        Browser admin = signedIn(Role.ADMIN);
        long before = verifier.verify().lastSeq();
        export.writeJsonLines(OutputStream.nullOutputStream());
        assertThat(exports(admin)).last().isEqualTo("audit_export jsonl system exported");
        OutputStream full =
                new OutputStream() {
                    @Override
                    public void write(int octet) throws IOException {
                        throw new IOException("no space left");
                    }
                };
        assertThatThrownBy(() -> export.writeCsv(full)).hasMessage("no space left");
        assertThat(exports(admin)).last().isEqualTo("audit_export csv system exported");
        assertThat(entries.listAfter(before).stream().map(this::said))
                .containsExactly(
                        "intent of audit_export jsonl",
                        "outcome of audit_export jsonl",
                        "intent of audit_export csv",
                        "outcome of audit_export csv");
        assertThat(verifier.verify().problems()).isEmpty();
    }

    private String said(AuditEntry entry) {
        OperationRow row = operations.findById(entry.operationId()).orElseThrow();
        return entry.kind() + " of " + row.operation() + " " + row.target();
    }

    private static List<String> exports(Browser admin) {
        return admin.get("/api/v1/operations?q=audit_export&limit=1000")
                .json()
                .path("items")
                .valueStream()
                .sorted(Comparator.comparingLong(row -> row.path("id").asLong()))
                .map(row ->
                        String.join(
                                " ",
                                row.path("operation").asString(),
                                row.path("target").asString(),
                                row.path("userName").asString(),
                                row.at("/outcome/code").asString()))
                .toList();
    }

    @Test
    @Tag("long")
    void hundredThousandEditsOfAnExportAreFound() throws Exception {
        acts(30);
        edit(
                Integer.getInteger("procdeck.edits", 100_000),
                Long.getLong("procdeck.seed", System.nanoTime()));
    }

    private void edit(int times, long seed) throws Exception {
        List<String> good = new ArrayList<>(exported().lines().toList());
        List<String> part = good.subList(good.size() - Math.min(good.size(), 40), good.size());
        long gone = json.readTree(part.getFirst()).at("/entries/0/seq").asLong() - 1;
        String before = json.readTree(part.getFirst()).at("/entries/0/previousHash").asString();
        List<String> whole = new ArrayList<>();
        whole.add("{\"tombstone\":{\"lastSeq\":%d,\"lastHash\":\"%s\"}}".formatted(gone, before));
        whole.addAll(part);
        assertThat(verify(whole).problems()).isEmpty();
        Random random = new Random(seed);
        for (int i = 0; i < times; i++) {
            List<String> bad = new ArrayList<>(whole);
            // The last line is the export's own: without a copy of its hash its end is not known.
            int at = 1 + random.nextInt(bad.size() - 2);
            String line = bad.get(at);
            switch (i % 4) {
                case 0 -> bad.remove(at);
                case 1 -> bad.add(at, line);
                case 2 -> bad.set(at, changed(line, random));
                default -> bad.set(at, line.replaceFirst("\"target\":\"", "\"target\":\"x"));
            }
            AuditVerifier.Verdict verdict = verify(bad);
            assertThat(verdict.problems()).as("edit %d of %s, seed %d", i, line, seed).isNotEmpty();
        }
        System.out.printf("%d edits of an export from seed %d: all found%n", times, seed);
    }

    /// One digit or hexadecimal letter of an entry, which are all under its hash.
    private static String changed(String line, Random random) {
        int from = line.indexOf("\"hash\"", line.indexOf("\"entries\""));
        int at = from + "\"hash\":\"".length() + random.nextInt(64);
        char old = line.charAt(at);
        return line.substring(0, at) + (old == '0' ? '1' : '0') + line.substring(at + 1);
    }

    @Test
    @DisplayName("U12: retention deletes whole segments of what has ended and leaves a tombstone")
    void retentionLeavesATombstone() throws Exception {
        acts(AuditRetention.SEGMENT);
        long pending = log.begin(intent(account(Role.OPERATOR), "pending.service")).id();
        acts(AuditRetention.SEGMENT / 2 + 10);
        long rows = operations.findMaxId();
        long last = verifier.verify().lastSeq();
        assertThat(retention.deleteBefore(Instant.EPOCH).entries()).isZero();

        Instant later = clock.instant().plus(Duration.ofDays(1));
        AuditRetention.Deleted first = retention.deleteBefore(later);
        assertThat(first.entries()).isPositive();
        assertThat(first.entries() % AuditRetention.SEGMENT).isZero();
        assertThat(operations.findById(pending)).as("what is pending stays").isPresent();
        assertThat(operations.findMinId()).isGreaterThan(1);
        AuditVerifier.Verdict verdict = verifier.verify();
        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.lastSeq()).as("the deletion is a row itself").isEqualTo(last + 2);
        assertThat(verify(exported().lines().toList()).problems()).isEmpty();

        log.finish(pending, RetStatus.SUCCEEDED, Outcome.of("running"));
        acts(AuditRetention.SEGMENT / 2);
        assertThat(retention.deleteBefore(later).entries()).isPositive();
        assertThat(verifier.verify().problems()).isEmpty();
        assertThat(operations.findMaxId()).isGreaterThan(rows);
        assertThat(entries.listAfter(0).getFirst().seq() % AuditRetention.SEGMENT).isEqualTo(1);
    }

    @Test
    @DisplayName("U8: where the database and the agent's journal differ is named")
    void theJournalIsTheOtherWitness() throws Exception {
        AppUser ann = account(Role.OPERATOR);
        Intent intent = intent(ann, "nginx.service");
        long id = log.begin(intent).id();
        log.finish(id, RetStatus.SUCCEEDED, Outcome.of("running"));
        String known = "known 1-" + (id - 1) + "\n";
        String act = "act " + id + " " + intent.requestId() + " " + ann.userName() + " operator ";
        assertThat(compare(known + act + "succeeded")).isEmpty();
        assertThat(compare(known + act + "-")).as("under way").isEmpty();
        assertThat(compare(known + act + "failed"))
                .singleElement()
                .asString()
                .contains("operation " + id + " ended succeeded, in the agent's journal failed");
        assertThat(compare(known + act.replace(ann.userName(), "bob") + "succeeded"))
                .singleElement()
                .asString()
                .contains("another one", "bob");
        assertThat(compare(known)).as("began after the journal was read").isEmpty();
        assertThat(compare(known + "known " + (id + 1) + "-" + (id + 1)))
                .singleElement()
                .asString()
                .contains("does not know it");
        assertThat(compare(known + act + "succeeded\nact 999999999 r u operator succeeded"))
                .singleElement()
                .asString()
                .contains("not in the database");
    }

    private List<String> compare(String journal) throws IOException {
        return comparison.compare(new BufferedReader(new StringReader(journal)));
    }

    private void acts(int count) {
        AppUser user = account(Role.OPERATOR);
        for (int i = 0; i < count; i++) {
            long id = log.begin(intent(user, "unit-" + i + ".service")).id();
            log.finish(id, RetStatus.FAILED, Outcome.of("started_then_died"), "active", "failed");
        }
    }

    private String exported() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        export.writeJsonLines(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private AuditVerifier.Verdict verify(List<String> lines) throws IOException {
        return new ExportVerifier(json)
                .verify(new BufferedReader(new StringReader(String.join("\n", lines))));
    }

    private static Intent intent(AppUser user, String unit) {
        return new Intent(
                LogType.SERVICE,
                "restart",
                user.userName(),
                user.role(),
                "192.0.2.7",
                unit,
                "unit",
                "service_operation",
                null,
                RequestId.next(),
                null,
                null);
    }
}
