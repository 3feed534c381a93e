import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseQuery } from './parse';
import { RowFilter } from './row-filter';

interface Case {
  about?: string;
  query: string;
  rows?: object[];
  expect?: number[];
  error?: string;
  position?: number;
}
const corpus = JSON.parse(
  readFileSync(new URL('../../../../protocol/src/test/resources/query-corpus.json', import.meta.url), 'utf8'),
) as Case[];

describe('the query language, by the corpus that page and API share', () => {
  it.each(corpus.map((each) => [`${each.query} — ${each.about ?? each.error ?? ''}`, each] as const))(
    '%s',
    (_, each) => {
      const filter = new RowFilter(each.query);
      expect(filter.error?.code).toBe(each.error);
      if (each.position !== undefined) expect(filter.error?.from).toBe(each.position);
      if (each.error !== undefined) return;
      const rows = each.rows ?? [];
      const hits = rows.map((row, index) => ({ index, rank: filter.rank(row) })).filter(({ rank }) => rank > 0);
      hits.sort((a, b) => b.rank - a.rank);
      expect(hits.map(({ index }) => index)).toEqual(each.expect);
    },
  );

  it('stays fast on names made to hurt', () => {
    const hostile = `${'a'.repeat(4096)}b`;
    const began = performance.now();
    expect(new RowFilter('aaaaaaaaaaaaaaaaaaaaaaaaaac').rank({ cmdline: hostile })).toBe(0);
    expect(new RowFilter('axaxab').rank({ cmdline: hostile })).toBe(0);
    expect(new RowFilter(`${'a'.repeat(30)}ba`).rank({ cmdline: `${hostile}a` })).toBe(2);
    expect(performance.now() - began).toBeLessThan(200);
  });

  it('reads any text without throwing', () => {
    let seed = 20261122;
    const letters = ['a', '-', '"', ' ', ':', '>', '=', 'cpu', 'user', '5', '\n', '进', '\u202e', '\\'];
    for (let round = 0; round < 3000; round += 1) {
      let text = '';
      for (let i = 0; i < 12; i += 1) {
        seed = (seed * 1103515245 + 12345) % 2 ** 31;
        text += letters[seed % letters.length];
      }
      const parsed = parseQuery(text);
      expect('terms' in parsed || 'error' in parsed, text).toBe(true);
    }
  });
});
