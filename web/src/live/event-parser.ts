export interface ServerEvent {
  event: string;
  data: string;
  id: string;
}

/// Cuts a text/event-stream into events as its bytes arrive. Comments count as a sign of life and are otherwise dropped.
export class EventParser {
  private rest = '';
  private event = '';
  private data: string[] = [];
  private id = '';

  push(text: string): ServerEvent[] {
    this.rest += text;
    const events: ServerEvent[] = [];
    let start = 0;
    for (;;) {
      const end = this.rest.indexOf('\n', start);
      if (end < 0) break;
      const line = this.rest.slice(start, this.rest[end - 1] === '\r' && end > start ? end - 1 : end);
      start = end + 1;
      this.line(line, events);
    }
    this.rest = this.rest.slice(start);
    return events;
  }

  private line(line: string, events: ServerEvent[]) {
    if (line === '') {
      if (this.data.length > 0) {
        events.push({ event: this.event === '' ? 'message' : this.event, data: this.data.join('\n'), id: this.id });
      }
      this.event = '';
      this.data = [];
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
