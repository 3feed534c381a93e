import { describe, expect, it } from 'vitest';
import { EventParser } from './event-parser';

const stream =
  ': hello\n\nevent: processes\nid: 7\ndata: {"a":1}\n\nevent: x\r\ndata: one\r\ndata: two\r\n\r\ndata:bare\n\n';

describe('event stream', () => {
  it('reads the same events however the bytes are cut', () => {
    const whole = new EventParser().push(stream);
    expect(whole).toEqual([
      { event: 'processes', data: '{"a":1}', id: '7' },
      { event: 'x', data: 'one\ntwo', id: '7' },
      { event: 'message', data: 'bare', id: '7' },
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
    expect(parser.push('\n')).toEqual([{ event: 'message', data: '{"half":true}', id: '' }]);
  });
});
