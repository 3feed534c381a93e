import { describe, expect, it } from 'vitest';
import { applyOption, completeQuery } from './complete';
import { parseQuery } from './parse';

const rows = [
  { pid: 1, comm: 'nginx', user: 'www-data', cpuPercent: 3, state: 'S', unit: 'nginx.service' },
  { pid: 2, comm: 'nginx', user: 'www-data', cpuPercent: 3, state: 'S', unit: null },
  { pid: 3, comm: 'Web Content', user: 'root', cpuPercent: 3, state: 'R', unit: 'a.service' },
];
const texts = (query: string, caret = query.length) =>
  completeQuery(query, caret, rows).options.map((option) => option.text);

describe('completion', () => {
  it('offers keys that the rows have, by their beginning', () => {
    expect(texts('us')).toContain('user:');
    expect(texts('us')).not.toContain('lport:');
    expect(texts('nginx cp')).toEqual(['cpu>']);
    expect(texts('-us')).toContain('user:');
  });

  it('offers the operators that fit once a key is whole', () => {
    expect(texts('user').slice(0, 2)).toEqual(['user:', 'user=']);
    expect(texts('cpu').slice(0, 5)).toEqual(['cpu>', 'cpu<', 'cpu>=', 'cpu<=', 'cpu=']);
  });

  it('offers values that rows have now, the most frequent first', () => {
    expect(texts('user:')).toEqual(['www-data', 'root']);
    expect(texts('user:r')).toEqual(['root', 'www-data'].slice(0, 1));
    expect(texts('comm:web')).toEqual(['"Web Content"']);
    expect(texts('cpu>')).toEqual([]);
    expect(texts('nosuch:')).toEqual([]);
  });

  it('keeps quiet in quotes, in the middle of a term and where nothing fits', () => {
    expect(texts('"us')).toEqual([]);
    expect(texts('user:www', 3)).toEqual([]);
    expect(texts('zzz')).toEqual([]);
    expect(texts('')).toEqual([]);
    expect(texts('nginx ')).toEqual([]);
    expect(completeQuery('', 0, rows, true).options.map((option) => option.text)).toContain('cpu>');
  });

  it('puts the option where the caret is and leaves the rest', () => {
    const query = 'nginx us cpu>5';
    const completion = completeQuery(query, 8, rows);
    const [first] = completion.options;
    if (first === undefined) throw new Error('nothing offered');
    expect(applyOption(query, completion, first)).toEqual({ text: 'nginx user: cpu>5', caret: 11 });
    const value = completeQuery('user:w cpu>5', 6, rows);
    expect(applyOption('user:w cpu>5', value, value.options[0] as never)).toEqual({
      text: 'user:www-data cpu>5',
      caret: 14,
    });
  });

  it('offers nothing that the grammar refuses', () => {
    for (const begin of ['u', 'c', 's', 'p', 'user:', 'state:', 'comm:', 'unit=']) {
      for (const option of completeQuery(begin, begin.length, rows).options) {
        const { text } = applyOption(begin, completeQuery(begin, begin.length, rows), option);
        expect('terms' in parseQuery(`${text}1`), text).toBe(true);
      }
    }
  });
});
