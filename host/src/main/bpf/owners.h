/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/* What both programs that list the holders of sockets write; OwnerRecord.java decodes it. */
#pragma once

struct owner_record {
	__u64 inode;
	/* Of the process, in nanoseconds since boot. */
	__u64 start;
	__s32 pid;
	__u32 fd;
	char comm[16];
};
