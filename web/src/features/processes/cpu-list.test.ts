import { describe, expect, it } from 'vitest';
import { parseCpus } from './cpu-list';

describe('a list of CPUs', () => {
  it('is read as the kernel writes it', () => {
    expect(parseCpus('0-3,5')).toEqual([0, 1, 2, 3, 5]);
    expect(parseCpus(' 2 , 1,1-2')).toEqual([1, 2]);
    expect(parseCpus('')).toEqual([]);
  });

  it('is refused when it is none', () => {
    for (const text of ['a', '1-', '-1', '3-1', '1,,2', '0-99999', '8192', '1;2']) {
      expect(parseCpus(text), text).toBeUndefined();
    }
  });
});
