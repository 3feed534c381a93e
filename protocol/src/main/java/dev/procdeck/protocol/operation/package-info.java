/// What the server may ask of the agent: watches, queries that change nothing, and acts.
///
/// An act always carries its [Intent]; the agent refuses one without. Outcomes are codes with
/// parameters: the words for people are made by the server and the page.
@NullMarked
package dev.procdeck.protocol.operation;

import org.jspecify.annotations.NullMarked;
