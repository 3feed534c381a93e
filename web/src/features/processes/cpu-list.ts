const MOST_CPUS = 8192;

/// CPU numbers as the kernel lists them, `0-3,5`: none for an empty text, undefined for what is no list.
export function parseCpus(text: string): number[] | undefined {
  const cpus = new Set<number>();
  if (text.trim() === '') return [];
  for (const part of text.split(',')) {
    const range = /^\s*(\d{1,4})(?:-(\d{1,4}))?\s*$/.exec(part);
    if (range === null) return undefined;
    const first = Number(range[1]);
    const last = range[2] === undefined ? first : Number(range[2]);
    if (last < first || last >= MOST_CPUS) return undefined;
    for (let cpu = first; cpu <= last; cpu++) cpus.add(cpu);
  }
  return [...cpus].sort((a, b) => a - b);
}
