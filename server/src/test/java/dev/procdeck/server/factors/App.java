package dev.procdeck.server.factors;

import java.time.Instant;
import java.util.Base64;

/// An authenticator app in somebody's pocket.
public final class App {
    private final byte[] seed;

    private App(byte[] seed) {
        this.seed = seed;
    }

    /// An app that was given the secret that the page shows.
    public static App of(String secret) {
        return new App(decode(secret));
    }

    /// Gives an account an app, past the page.
    public static App addTo(Factors factors, String userName) {
        Factors.Seed seed = factors.newSeed();
        App app = new App(seed.bytes());
        // The step before the present one: the code that the test types next is not used up.
        factors.addTotp(userName, seed, app.codeAt(Instant.now().minusSeconds(30)));
        return app;
    }

    /// What the app shows now.
    public String code() {
        return codeAt(Instant.now());
    }

    /// What it shows half a minute from now, which counts already.
    public String nextCode() {
        return codeAt(Instant.now().plusSeconds(30));
    }

    /// What it was given, to look for where it must not be.
    public byte[] seed() {
        return seed.clone();
    }

    String codeAt(Instant time) {
        return Totp.code(seed, Totp.step(time));
    }

    /// Base 32 by arithmetic of its own, so that a wrong encoder shows.
    private static byte[] decode(String secret) {
        String bits =
                secret.chars()
                        .mapToObj(letter -> "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter))
                        .map(number -> String.format("%5s", Integer.toBinaryString(number)))
                        .reduce("", String::concat)
                        .replace(' ', '0');
        byte[] bytes = new byte[bits.length() / 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
        }
        return bytes;
    }

    @Override
    public String toString() {
        return "App " + Base64.getEncoder().encodeToString(seed);
    }
}
