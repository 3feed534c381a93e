/// Sessions of signed-in people: opened by sign-in, renewed by step-up, ended by sign-out, time, or
/// an administrator.
///
/// A session is a row; the browser holds a random token and the row its SHA-256. Sessions therefore
/// survive a restart of the server, and one that was ended stays ended.
@NullMarked
package dev.procdeck.server.session;

import org.jspecify.annotations.NullMarked;
