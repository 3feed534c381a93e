package dev.procdeck.e2e.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.e2e.support.ApiClient;
import dev.procdeck.e2e.support.SharedProgram;
import dev.procdeck.e2e.support.Shell;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@Tag("testhost")
@ExtendWith(SharedProgram.class)
class SocketsTest {
    private static final Pattern OWNER = Pattern.compile("pid=(\\d+)");

    @BeforeAll
    static void startServices() {
        Shell.run("systemctl", "start", "nginx", "redis-server");
    }

    @Test
    void listenersAndTheirOwnersAreThoseOfSs(ApiClient api) {
        Set<String> expected = new TreeSet<>();
        for (String line : Shell.run("ss", "-Htlnp").strip().split("\n")) {
            String[] fields = line.trim().split("\\s+", 6);
            int colon = fields[3].lastIndexOf(':');
            expected.add(
                    address(fields[3].substring(0, colon))
                            + " "
                            + fields[3].substring(colon + 1)
                            + " "
                            + owners(fields[5]));
        }

        Set<String> actual = new TreeSet<>();
        for (JsonNode item : api.get("/sockets?limit=100000").items()) {
            if (item.get("state").asString().equals("LISTEN")) {
                Set<Long> owners = new TreeSet<>();
                item.get("owners").forEach(owner -> owners.add(owner.get("pid").asLong()));
                actual.add(
                        address(item.get("localAddress").asString())
                                + " "
                                + item.get("localPort").asInt()
                                + " "
                                + owners);
            }
        }

        assertThat(actual).isEqualTo(expected).hasSizeGreaterThan(3);
    }

    @Test
    void aListenerIsFoundByItsPortAndNamesItsProgramAndUnit(ApiClient api) {
        JsonNode item =
                api.get("/sockets?q=port:6379").items().stream()
                        .filter(row -> row.get("localAddress").asString().equals("127.0.0.1"))
                        .findFirst()
                        .orElseThrow();

        assertThat(item.get("owners").get(0).get("program").asString()).isEqualTo("redis-server");
        assertThat(item.get("unit").asString()).isEqualTo("redis-server.service");
        assertThat(item.get("user").asString()).isEqualTo("redis");
        assertThat(item.get("protocol").asString()).isEqualTo("tcp");
    }

    /// ss writes any address as `*`, `0.0.0.0` or `[::]`, and v6 ones in brackets.
    private static String address(String shown) {
        String bare = shown.replace("[", "").replace("]", "");
        return switch (bare) {
            case "*" -> "::";
            default -> bare;
        };
    }

    private static Set<Long> owners(String users) {
        Set<Long> owners = new TreeSet<>();
        Matcher matcher = OWNER.matcher(users);
        while (matcher.find()) {
            owners.add(Long.parseLong(matcher.group(1)));
        }
        return owners;
    }
}
