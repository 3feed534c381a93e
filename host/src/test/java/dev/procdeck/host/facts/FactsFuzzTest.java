package dev.procdeck.host.facts;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

/// Files that say what host this is and who is logged in.
@Tag("fuzz")
class FactsFuzzTest {
    @FuzzTest
    void utmp(byte[] bytes) {
        for (Utmp.Layout layout : Utmp.Layout.values()) {
            Utmp.parse(bytes, layout);
        }
    }

    @FuzzTest
    void textFiles(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        OsRelease.parse(text).first("PRETTY_NAME", "NAME");
        LoggedInUsers.parseSession(text);
    }
}
