package dev.procdeck.host.supervisord;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Writes XML-RPC calls and reads their answers. Pure; answers are hostile: no document type, no
/// entities, limited depth.
///
/// Values: `String`, `Integer`, `Boolean`, `Double`, `List`, `Map`.
final class XmlRpc {

    private static final int DEEPEST = 16;

    /// The first of 32 private characters.
    private static final int HIDDEN = 0x10FF00;

    private XmlRpc() {}

    static String call(RpcMethod method, Object... parameters) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?><methodCall><methodName>");
        xml.append(method.wireName()).append("</methodName><params>");
        for (Object parameter : parameters) {
            xml.append("<param><value>");
            switch (parameter) {
                case String text -> xml.append("<string>").append(escape(text)).append("</string>");
                case Integer number -> xml.append("<int>").append(number).append("</int>");
                case Boolean flag ->
                        xml.append("<boolean>").append(flag ? 1 : 0).append("</boolean>");
                default -> throw new IllegalArgumentException(parameter.getClass().getName());
            }
            xml.append("</value></param>");
        }
        return xml.append("</params></methodCall>").toString();
    }

    /// The value of a `methodResponse`.
    static Object parseAnswer(byte[] xml) throws RpcException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        try {
            XMLStreamReader in = factory.createXMLStreamReader(new ByteArrayInputStream(hide(xml)));
            boolean fault = false;
            while (in.hasNext()) {
                if (in.next() != XMLStreamReader.START_ELEMENT) {
                    continue;
                }
                if (in.getLocalName().equals("fault")) {
                    fault = true;
                } else if (in.getLocalName().equals("value")) {
                    Object value = value(in, 0);
                    if (fault) {
                        throw fault(value);
                    }
                    return value;
                }
            }
            throw new RpcException.NoAnswer("no value");
        } catch (XMLStreamException | RuntimeException malformed) {
            throw new RpcException.NoAnswer("malformed answer");
        }
    }

    private static RpcException fault(Object value) {
        if (value instanceof Map<?, ?> map
                && map.get("faultCode") instanceof Integer code
                && map.get("faultString") instanceof String text) {
            return new RpcException.Fault(code, text);
        }
        return new RpcException.NoAnswer("malformed fault");
    }

    /// Reads from the start of a `value` element to its end.
    private static Object value(XMLStreamReader in, int depth) throws XMLStreamException {
        if (depth > DEEPEST) {
            throw new XMLStreamException("too deep");
        }
        StringBuilder bare = new StringBuilder();
        Object typed = null;
        while (true) {
            switch (in.next()) {
                case XMLStreamReader.START_ELEMENT -> typed = typed(in, depth);
                case XMLStreamReader.CHARACTERS, XMLStreamReader.CDATA -> bare.append(in.getText());
                case XMLStreamReader.END_ELEMENT -> {
                    return typed == null ? restore(bare.toString()) : typed;
                }
                default -> {}
            }
        }
    }

    private static Object typed(XMLStreamReader in, int depth) throws XMLStreamException {
        return switch (in.getLocalName()) {
            case "string" -> restore(in.getElementText());
            case "int", "i4" -> Integer.valueOf(in.getElementText().strip());
            case "boolean" -> in.getElementText().strip().equals("1");
            case "double" -> Double.valueOf(in.getElementText().strip());
            case "array" -> list(in, depth);
            case "struct" -> map(in, depth);
            default -> throw new XMLStreamException("unknown type");
        };
    }

    private static List<Object> list(XMLStreamReader in, int depth) throws XMLStreamException {
        List<Object> list = new ArrayList<>();
        while (true) {
            int event = in.next();
            if (event == XMLStreamReader.START_ELEMENT && in.getLocalName().equals("value")) {
                list.add(value(in, depth + 1));
            } else if (event == XMLStreamReader.END_ELEMENT && in.getLocalName().equals("array")) {
                return list;
            }
        }
    }

    private static Map<String, Object> map(XMLStreamReader in, int depth)
            throws XMLStreamException {
        Map<String, Object> map = new HashMap<>();
        String name = "";
        while (true) {
            int event = in.next();
            if (event == XMLStreamReader.START_ELEMENT) {
                if (in.getLocalName().equals("name")) {
                    name = in.getElementText();
                } else if (in.getLocalName().equals("value")) {
                    map.put(name, value(in, depth + 1));
                }
            } else if (event == XMLStreamReader.END_ELEMENT && in.getLocalName().equals("struct")) {
                return map;
            }
        }
    }

    /// supervisord puts what a program wrote into XML as it is, which knows no control characters
    /// but three, and turns one of those into another. They pass as characters that nobody uses.
    private static byte[] hide(byte[] xml) {
        boolean clean = true;
        for (byte each : xml) {
            clean &= !isHidden(each);
        }
        if (clean) {
            return xml;
        }
        ByteArrayOutputStream hidden = new ByteArrayOutputStream(xml.length + 64);
        for (byte each : xml) {
            if (isHidden(each)) {
                hidden.writeBytes(Character.toString(HIDDEN + each).getBytes(UTF_8));
            } else {
                hidden.write(each);
            }
        }
        return hidden.toByteArray();
    }

    private static boolean isHidden(byte each) {
        return each >= 0 && each < ' ' && each != '\t' && each != '\n';
    }

    private static String restore(String text) {
        if (text.indexOf(Character.highSurrogate(HIDDEN)) < 0) {
            return text;
        }
        StringBuilder restored = new StringBuilder(text.length());
        text.codePoints()
                .map(each -> each >= HIDDEN && each < HIDDEN + ' ' ? each - HIDDEN : each)
                .forEach(restored::appendCodePoint);
        return restored.toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
