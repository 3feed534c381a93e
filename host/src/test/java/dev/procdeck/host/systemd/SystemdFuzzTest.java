package dev.procdeck.host.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.MessageTypeException;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MessageFactory;
import org.junit.jupiter.api.Tag;

/// Unit names that people type and answers that come over the bus.
@Tag("fuzz")
class SystemdFuzzTest {
    /// Byte order, type, flags, version, body length, serial and header length.
    private static final int FIXED_BYTES = 16;

    /// I2: what is taken for a unit name can be neither an option nor a path nor a pattern.
    @FuzzTest
    void unitName(byte[] bytes) {
        String typed = new String(bytes, StandardCharsets.UTF_8);
        Optional<UnitName> name = UnitName.parse(typed);
        if (name.isEmpty()) {
            assertThat(UnitName.problem(typed)).isPresent();
            return;
        }
        String value = name.get().value();
        assertThat(value).hasSizeLessThanOrEqualTo(255).startsWith(typed);
        assertThat(value).matches("[A-Za-z0-9:_.\\\\@][A-Za-z0-9:_.\\\\@-]*").doesNotContain("..");
        assertThat(UnitName.parse(value)).as("it is its own name").contains(name.get());
    }

    /// F1: a message of any bytes is values or an exception that [Bus] turns into an outcome, never
    /// an error that ends a thread. The bytes are divided as dbus-java divides what it receives.
    @FuzzTest
    void busMessage(byte[] bytes) {
        ByteBuffer wire = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < FIXED_BYTES || bytes[0] != 'l') {
            return;
        }
        long header = (Integer.toUnsignedLong(wire.getInt(12)) + 7) / 8 * 8;
        long body = Integer.toUnsignedLong(wire.getInt(4));
        if (FIXED_BYTES + header + body != bytes.length || namesEmptyStruct(bytes)) {
            return;
        }
        byte[] fixed = Arrays.copyOf(bytes, 12);
        byte[] head = new byte[(int) header + 8];
        System.arraycopy(bytes, 12, head, 0, 4);
        System.arraycopy(bytes, FIXED_BYTES, head, 8, (int) header);
        byte[] rest = Arrays.copyOfRange(bytes, FIXED_BYTES + (int) header, bytes.length);
        try {
            Message message = MessageFactory.createMessage(bytes[1], fixed, head, rest, List.of());
            Object[] values = message.getParameters();
            for (Object value : values == null ? new Object[0] : values) {
                read(UnitProperties.of(value));
            }
        } catch (DBusException | MessageTypeException | RuntimeException refused) {
            // Bus makes it a lost connection.
        }
    }

    /// The specification forbids a struct without members, and every bus drops who sends one.
    /// dbus-java trusts the bus in this: it reads an array of them without end.
    private static boolean namesEmptyStruct(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains("()");
    }

    private static void read(UnitProperties unit) {
        for (String name : unit.values().keySet()) {
            unit.text(name);
            unit.flag(name);
            unit.texts(name);
            unit.structs(name);
            unit.struct(name);
            unit.number(name);
            unit.pid(name);
            unit.instant(name);
            unit.hex(name);
        }
        UnitRecord.state("", unit);
        new UnitRecord("a.service", "", "", unit).jobId();
    }
}
