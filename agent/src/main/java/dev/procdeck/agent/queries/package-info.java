/// Answers questions that read the host once.
///
/// Each question runs on a bounded pool of platform threads, since kernel reads may hang, and has a
/// deadline; a question that hangs costs its thread and nobody else's time. Never changes the host.
@NullMarked
package dev.procdeck.agent.queries;

import org.jspecify.annotations.NullMarked;
