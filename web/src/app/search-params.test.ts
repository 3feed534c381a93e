import { describe, expect, it } from 'vitest';
import { flagIn, numberIn, oneOf, parseAddress, textIn, writeAddress } from './search-params';

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

  it('leave out what is not set', () => {
    expect(writeAddress({ q: undefined, form: true, offset: 0 })).toBe('?form=true&offset=0');
    expect(writeAddress({})).toBe('');
  });
});
