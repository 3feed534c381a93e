import { describe, expect, it } from 'vitest';
import { EventParser } from './event-parser';

const stream =
  ': hello\n\nevent: processes\nid: 7\ndata: {"a":1}\n\nevent: x\r\ndata: {"b":\r\ndata: 2}\r\n\r\ndata:[3]\n\n';

describe('event stream', () => {
  it('reads the same events however the bytes are cut', () => {
    const whole = new EventParser().push(stream);
    expect(whole).toEqual([
      { event: 'processes', data: { a: 1 }, id: '7' },
      { event: 'x', data: { b: 2 }, id: '7' },
      { event: 'message', data: [3], id: '7' },
    ]);
    for (let size = 1; size < 20; size += 1) {
      const parser = new EventParser();
      const events = [];
      for (let at = 0; at < stream.length; at += size) events.push(...parser.push(stream.slice(at, at + size)));
      expect(events).toEqual(whole);
    }
  });

  it('keeps an unfinished event for later', () => {
    const parser = new EventParser();
    expect(parser.push('data: {"half":')).toEqual([]);
    expect(parser.push('true}\n')).toEqual([]);
    expect(parser.push('\n')).toEqual([{ event: 'message', data: { half: true }, id: '' }]);
  });

  it('reads a table of any length, and what comes after it', () => {
    const rows = Array.from({ length: 20_000 }, (_, id) => ({ id, name: `x "${id}" [` }));
    const text = `event: sockets\r\nid: 9\r\ndata: ${JSON.stringify({ tick: 1, full: true, rows })}\r\n\r\ndata: {"z":1}\n\n`;
    for (const size of [1000, 65_537, text.length]) {
      const parser = new EventParser();
      const events = [];
      for (let at = 0; at < text.length; at += size) events.push(...parser.push(text.slice(at, at + size)));
      expect(events).toEqual([
        { event: 'sockets', data: { tick: 1, full: true, rows }, id: '9' },
        { event: 'message', data: { z: 1 }, id: '9' },
      ]);
    }
  });
});
