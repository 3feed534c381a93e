import { JsonReader } from './json-reader';

export interface ServerEvent {
  event: string;
  data: unknown;
  id: string;
}

/// Lines longer than this are parsed while they arrive.
const LONG_LINE = 65_536;

/// Cuts a text/event-stream whose data is JSON into events as its bytes arrive. Comments count as a sign of life and are otherwise dropped.
export class EventParser {
  private rest = '';
  private event = '';
  private data: string[] = [];
  private id = '';
  /// The data of an event of one line too long to be kept as a text.
  private reader: JsonReader | undefined;
  private inLongLine = false;

  push(text: string): ServerEvent[] {
    const events: ServerEvent[] = [];
    let start = 0;
    while (start < text.length) {
      const end = text.indexOf('\n', start);
      if (end < 0) break;
      this.endLine(text.slice(start, end), events);
      start = end + 1;
    }
    if (start < text.length) this.keep(text.slice(start));
    return events;
  }

  /// A piece of a line whose end is still to come.
  private keep(piece: string) {
    if (this.inLongLine) {
      this.reader?.push(piece);
      return;
    }
    this.rest += piece;
    if (this.rest.length > LONG_LINE && this.rest.startsWith('data:') && this.data.length === 0) {
      this.reader = new JsonReader();
      this.reader.push(this.rest.slice('data:'.length));
      this.inLongLine = true;
      this.rest = '';
    }
  }

  private endLine(piece: string, events: ServerEvent[]) {
    if (this.inLongLine) {
      // The carriage return is white space to JSON.
      this.reader?.push(piece);
      this.inLongLine = false;
      return;
    }
    const line = this.rest + piece;
    this.rest = '';
    this.line(line.endsWith('\r') ? line.slice(0, -1) : line, events);
  }

  private line(line: string, events: ServerEvent[]) {
    if (line === '') {
      if (this.data.length > 0 || this.reader !== undefined) {
        const data = this.reader === undefined ? JSON.parse(this.data.join('\n')) : this.reader.end();
        events.push({ event: this.event === '' ? 'message' : this.event, data, id: this.id });
      }
      this.event = '';
      this.data = [];
      this.reader = undefined;
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    let value = colon < 0 ? '' : line.slice(colon + 1);
    if (value.startsWith(' ')) value = value.slice(1);
    if (field === 'event') this.event = value;
    else if (field === 'data') this.data.push(value);
    else if (field === 'id') this.id = value;
  }
}
