import { describe, expect, it } from 'vitest';
import { checked, flagIn, numberIn, oneOf, parseAddress, textIn, watchIgnored, writeAddress } from './search-params';

describe('addresses', () => {
  it.each(['"worker process"', '443', 'true', 'null', '{"a":1}', 'a&b=c#d', '进程 -sleep', 'cpu>5'])(
    'keep the query %s',
    (q) => {
      expect(textIn(parseAddress(writeAddress({ q })), 'q')).toBe(q);
    },
  );

  it('drop what does not fit instead of trusting it', () => {
    const raw = parseAddress('?pid=-1&start=1e3x&view=graph&form=yes&offset=7&tab=');
    expect(numberIn(raw, 'pid')).toBeUndefined();
    expect(numberIn(raw, 'start')).toBeUndefined();
    expect(oneOf(raw, 'view', ['tree'])).toBeUndefined();
    expect(flagIn(raw, 'form')).toBeUndefined();
    expect(textIn(raw, 'tab')).toBeUndefined();
    expect(numberIn(raw, 'offset')).toBe(7);
  });

  it('B8: say which of their parts are unknown or do not fit', () => {
    const told: string[][] = [];
    watchIgnored((names) => told.push(names));
    const raw = parseAddress('?q=nginx&pid=-1&run=rm&tab=');
    const search = checked(raw, { q: textIn(raw, 'q'), pid: numberIn(raw, 'pid'), tab: textIn(raw, 'tab') });
    expect(search).toEqual({ q: 'nginx', pid: undefined, tab: undefined });
    expect(told).toEqual([['pid', 'run']]);
    checked({ q: 'nginx' }, { q: 'nginx' });
    expect(told).toHaveLength(1);
    watchIgnored(undefined);
    checked({ first: 'x' }, {});
    watchIgnored((names) => told.push(names));
    expect(told.at(-1)).toEqual(['first']);
    watchIgnored(undefined);
  });

  it('leave out what is not set', () => {
    expect(writeAddress({ q: undefined, form: true, offset: 0 })).toBe('?form=true&offset=0');
    expect(writeAddress({})).toBe('');
  });
});
