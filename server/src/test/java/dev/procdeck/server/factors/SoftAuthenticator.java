package dev.procdeck.server.factors;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.dataformat.cbor.CBORMapper;

/// An authenticator and the browser around it, which can be told to misbehave.
public final class SoftAuthenticator {
    private static final int USER_PRESENT = 1;
    private static final int USER_VERIFIED = 4;
    private static final int ATTESTED = 64;

    private final KeyPair keys;
    private final byte[] id = new byte[16];
    private long counter;

    public String origin = "https://localhost";
    public String rpId = "localhost";
    public boolean userVerified = true;
    public String type;

    public SoftAuthenticator() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        keys = generator.generateKeyPair();
        new SecureRandom().nextBytes(id);
    }

    public String id() {
        return encode(id);
    }

    /// The body of `POST /account/passkeys`.
    public String register(String challenge, String name) throws Exception {
        byte[] client = client("webauthn.create", challenge);
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("fmt", "none");
        object.put("attStmt", Map.of());
        object.put("authData", data(true));
        return "{\"name\":\"%s\",\"challenge\":\"%s\",\"clientData\":\"%s\",\"attestation\":\"%s\"}"
                .formatted(
                        name,
                        challenge,
                        encode(client),
                        encode(new CBORMapper().writeValueAsBytes(object)));
    }

    /// The body of `POST /session/passkey`.
    public String prove(String challenge) throws Exception {
        counter++;
        return proveAgain(challenge);
    }

    /// The same with the counter of the last time, as a copied authenticator would.
    public String proveAgain(String challenge) throws Exception {
        byte[] client = client("webauthn.get", challenge);
        byte[] data = data(false);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(data);
        signature.update(MessageDigest.getInstance("SHA-256").digest(client));
        return "{\"credentialId\":\"%s\",\"challenge\":\"%s\",\"clientData\":\"%s\",\"authenticatorData\":\"%s\",\"signature\":\"%s\"}"
                .formatted(id(), challenge, encode(client), encode(data), encode(signature.sign()));
    }

    private byte[] client(String usualType, String challenge) {
        return "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":false}"
                .formatted(type == null ? usualType : type, challenge, origin)
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] data(boolean attested) throws GeneralSecurityException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(
                MessageDigest.getInstance("SHA-256").digest(rpId.getBytes(StandardCharsets.UTF_8)));
        out.write(USER_PRESENT | (userVerified ? USER_VERIFIED : 0) | (attested ? ATTESTED : 0));
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) counter).array());
        if (attested) {
            out.writeBytes(new byte[16]);
            out.writeBytes(ByteBuffer.allocate(2).putShort((short) id.length).array());
            out.writeBytes(id);
            out.writeBytes(coseKey());
        }
        return out.toByteArray();
    }

    /// COSE: key type EC2, ES256, P-256, x and y; small integers and byte strings of 32 by hand,
    /// since the map's keys are numbers.
    private byte[] coseKey() {
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01});
        out.writeBytes(new byte[] {0x21, 0x58, 0x20});
        out.writeBytes(coordinate(key.getW().getAffineX().toByteArray()));
        out.writeBytes(new byte[] {0x22, 0x58, 0x20});
        out.writeBytes(coordinate(key.getW().getAffineY().toByteArray()));
        return out.toByteArray();
    }

    private static byte[] coordinate(byte[] number) {
        byte[] fixed = new byte[32];
        int length = Math.min(32, number.length);
        System.arraycopy(
                Arrays.copyOfRange(number, number.length - length, number.length),
                0,
                fixed,
                32 - length,
                length);
        return fixed;
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
