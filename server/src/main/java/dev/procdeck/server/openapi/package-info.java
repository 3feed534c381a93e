/// The description of the API as a file that a test keeps equal to the routes; nothing is generated
/// at run time.
@NullMarked
package dev.procdeck.server.openapi;

import org.jspecify.annotations.NullMarked;
