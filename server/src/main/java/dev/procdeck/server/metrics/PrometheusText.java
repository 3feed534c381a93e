package dev.procdeck.server.metrics;

import java.util.List;
import java.util.Map;

/// The text format 0.0.4 of Prometheus.
final class PrometheusText {
    static final String MEDIA_TYPE = "text/plain;version=0.0.4;charset=utf-8";

    private PrometheusText() {}

    static String of(List<MetricFamily> families) {
        StringBuilder text = new StringBuilder(16 * 1024);
        for (MetricFamily family : families) {
            if (family.samples().isEmpty()) {
                continue;
            }
            text.append("# HELP ").append(family.name()).append(' ').append(family.help());
            text.append("\n# TYPE ").append(family.name()).append(' ');
            text.append(family.type().word()).append('\n');
            for (MetricFamily.Sample sample : family.samples()) {
                text.append(family.name());
                putLabels(text, sample.labels());
                text.append(' ');
                putValue(text, sample.value());
                text.append('\n');
            }
        }
        return text.toString();
    }

    private static void putLabels(StringBuilder text, Map<String, String> labels) {
        char before = '{';
        for (Map.Entry<String, String> label : labels.entrySet()) {
            text.append(before).append(label.getKey()).append("=\"");
            putEscaped(text, label.getValue());
            text.append('"');
            before = ',';
        }
        if (before == ',') {
            text.append('}');
        }
    }

    /// Names come from the host: what is no text is shown as a hole, so that a line stays a line.
    private static void putEscaped(StringBuilder text, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '"' -> text.append("\\\"");
                case '\n' -> text.append("\\n");
                default -> text.append(Character.isISOControl(c) ? '\ufffd' : c);
            }
        }
    }

    private static void putValue(StringBuilder text, double value) {
        long whole = (long) value;
        if (whole == value) {
            text.append(whole);
        } else {
            text.append(value);
        }
    }
}
