/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * Every open IPv4 and IPv6 socket of every process of the reader's PID namespace, with its holder, as one binary
 * record, for kernels before Linux 6.7. bpf_sock_from_file came with Linux 5.11.
 */
#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include "namespace.h"
#include "owners.h"

char LICENSE[] SEC("license") = "GPL";

#define AF_INET 2
#define AF_INET6 10

SEC("iter/task_file")
int list_owners(struct bpf_iter__task_file *ctx)
{
	struct task_struct *task = ctx->task;
	struct file *file = ctx->file;
	if (!task || !file)
		return 0;
	struct socket *socket = bpf_sock_from_file(file);
	if (!socket)
		return 0;
	unsigned short family = BPF_CORE_READ(socket, sk, __sk_common.skc_family);
	if (family != AF_INET && family != AF_INET6)
		return 0;
	struct task_struct *leader = task->group_leader;
	struct owner_record r = {};
	r.pid = id_of(leader);
	if (!r.pid)
		return 0;
	r.inode = file->f_inode->i_ino;
	r.start = leader->start_boottime;
	r.fd = ctx->fd;
	__builtin_memcpy(r.comm, leader->comm, sizeof r.comm);
	bpf_seq_write(ctx->meta->seq, &r, sizeof r);
	return 0;
}
