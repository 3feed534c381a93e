package dev.procdeck.server.http;

import com.fasterxml.jackson.annotation.JsonValue;

/// Whose turn it is after a problem: the kinds that people are told apart by.
public enum Category {
    /// The request was wrong; change it.
    USER("user"),
    /// Not allowed.
    DENIED("denied"),
    /// Nothing there.
    NOT_FOUND("not-found"),
    /// The state of things forbids it now.
    CONFLICT("conflict"),
    /// A part is away or overloaded; try later.
    UNAVAILABLE("unavailable"),
    /// A defect of ours.
    INTERNAL("internal");

    private final String word;

    Category(String word) {
        this.word = word;
    }

    /// The word in JSON.
    @JsonValue
    public String word() {
        return word;
    }
}
