/// What the agent answers to a query: one record for each question.
@NullMarked
package dev.procdeck.protocol.answer;

import org.jspecify.annotations.NullMarked;
