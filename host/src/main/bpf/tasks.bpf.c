/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/* Every thread of the reader's PID namespace as one record of tasks.h, for kernels before Linux 6.7. */
#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include "memory.h"
#include "namespace.h"
#include "tasks.h"

char LICENSE[] SEC("license") = "GPL";

SEC("iter/task")
int list_tasks(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;
	if (!task)
		return 0;
	int pid = id_of(task->group_leader);
	if (!pid)
		return 0;
	struct leader_record r = {};
	r.sum.pid = pid;
	fill_thread(&r.sum, task);
	if (task->pid != task->tgid) {
		r.sum.kind = THREAD;
		bpf_seq_write(ctx->meta->seq, &r.sum, sizeof r.sum);
		return 0;
	}
	r.sum.kind = LEADER;
	fill_leader(&r, task);
	bpf_seq_write(ctx->meta->seq, &r, sizeof r);
	return 0;
}
