import { describe, expect, it } from 'vitest';
import { JsonReader } from './json-reader';

const hostile = 'a"b\\c[]{},:\u2028\ud83d\ude00\\"]}';
const documents: unknown[] = [
  {},
  { rows: [] },
  {
    tick: 5,
    time: 't',
    full: true,
    rows: [{ id: 1, name: hostile, owners: [{ pid: 1 }, { pid: 2 }] }, { id: 2 }],
    end: 1,
  },
  {
    tick: 5,
    changed: [{ pid: 1, x: null }],
    gone: [
      [1, 2],
      [3, 4],
    ],
    last: 'x',
  },
  { [hostile]: [hostile, [hostile, [1]], {}], nested: { rows: [1, 2, { a: [3] }] }, empty: '' },
  { items: Array.from({ length: 3000 }, (_, id) => ({ id, text: hostile, list: [id, [id]] })), total: 3000 },
];

describe('JSON read while it arrives', () => {
  it.each([1, 7, 64, 16_384])('equals JSON.parse, cut every %i characters', (size) => {
    for (const document of documents) {
      const text = JSON.stringify(document, null, size === 7 ? 1 : undefined);
      const reader = new JsonReader();
      for (let at = 0; at < text.length; at += size) reader.push(text.slice(at, at + size));
      expect(reader.end()).toEqual(document);
    }
  });

  it.each(['{"rows":[', '{"rows":[1,]}', '{"rows":[1 2]}', '{"a":"', '{"rows":[{]}]}'])('refuses %s', (text) => {
    const reader = new JsonReader();
    expect(() => {
      reader.push(text);
      reader.end();
    }).toThrow(SyntaxError);
  });
});
