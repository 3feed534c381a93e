package dev.procdeck.server.malformed;

import java.util.List;

/// What [RequestNoise] puts in the places of a request: values that some parser stumbled over once.
final class NoiseWords {
    static final List<String> VALUES =
            List.of(
                    "nginx",
                    "1",
                    "-rf",
                    "../../etc/passwd",
                    "%2e%2e%2f",
                    "%",
                    "%zz",
                    "%c0%ae",
                    "%00",
                    "%u0041",
                    "a;b=c",
                    "..;",
                    "//",
                    "\\",
                    "*",
                    "a".repeat(300),
                    "a".repeat(9_000),
                    "\u202e",
                    "\ud83d\ude00",
                    "٣",
                    "0",
                    "01",
                    "+1",
                    "-1",
                    "4194305",
                    "99999999999999999999",
                    "1e3",
                    "NaN",
                    "${jndi:ldap://x}",
                    "#{7*7}",
                    "{{7*7}}",
                    "' or 1=1 --",
                    "<script>",
                    "\u0001",
                    "%0d%0aX-A:%20b",
                    "cpu>1e9",
                    "\"",
                    "-",
                    "pid:",
                    "cpu>",
                    "a:b:c",
                    "sort",
                    "nice",
                    "null",
                    "[]");
    static final List<String> PARAMETERS =
            List.of(
                    "q",
                    "sort",
                    "limit",
                    "offset",
                    "from",
                    "to",
                    "logType",
                    "retStatus",
                    "logStatus",
                    "userName",
                    "at",
                    "lines",
                    "priority",
                    "topics",
                    "wait",
                    "kind",
                    "key",
                    "format");
    static final List<String> TYPES =
            List.of(
                    "application/json",
                    "text/plain",
                    "application/x-www-form-urlencoded",
                    "multipart/form-data; boundary=x",
                    "application/json; charset=utf-16",
                    "application/json;charset=nope",
                    "",
                    "*/*",
                    "a/b/c",
                    "application/xml",
                    "application/x-java-serialized-object");

    static final List<String> WRONG_FOR_TEXT =
            List.of("1", "null", "[]", "{}", "true", "1e400", "-0", "\"\\ud800\"", "\"\\u0000\"");
    static final List<String> WRONG_FOR_NUMBERS =
            List.of("\"1\"", "1.5", "-1", "99999999999999999999", "null", "1e3", "01");

    private NoiseWords() {}
}
