/// The kernel's netlink protocol: requests, dumps and their decoding; now sock_diag(7) alone.
///
/// Decoding is pure and checks every length, since it is the boundary to foreign memory. A
/// [dev.procdeck.host.netlink.NetlinkSocket] belongs to one thread. Never changes anything on the
/// host.
@NullMarked
package dev.procdeck.host.netlink;

import org.jspecify.annotations.NullMarked;
