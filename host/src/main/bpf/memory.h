/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/* How much memory a process holds. Included after the libbpf headers. */
#pragma once

#define MM_FILEPAGES 0
#define MM_ANONPAGES 1
#define MM_SHMEMPAGES 3

static __always_inline __u64 positive(__s64 pages)
{
	return pages > 0 ? pages : 0;
}

static __always_inline __u64 resident_pages(struct mm_struct *mm)
{
	if (bpf_core_field_exists(mm->rss_stat[0].count))
		return positive(mm->rss_stat[MM_FILEPAGES].count) + positive(mm->rss_stat[MM_ANONPAGES].count) +
		       positive(mm->rss_stat[MM_SHMEMPAGES].count);
	struct mm_struct___before_6_2 *old = (void *)mm;
	return positive(BPF_CORE_READ(old, rss_stat.count[MM_FILEPAGES].counter)) +
	       positive(BPF_CORE_READ(old, rss_stat.count[MM_ANONPAGES].counter)) +
	       positive(BPF_CORE_READ(old, rss_stat.count[MM_SHMEMPAGES].counter));
}
