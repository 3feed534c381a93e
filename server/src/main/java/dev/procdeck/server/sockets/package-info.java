/// `/api/v1/sockets`: TCP and UDP sockets as `netstat -tunap` lists them.
@NullMarked
package dev.procdeck.server.sockets;

import org.jspecify.annotations.NullMarked;
