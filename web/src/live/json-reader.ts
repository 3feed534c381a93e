/// Reads one JSON object while it arrives: elements of the arrays in it are parsed by the handful, so that a table of a hundred
/// thousand rows is never one long task and never one long text. The answer equals that of `JSON.parse`.
export class JsonReader {
  private depth = 0;
  private inString = false;
  private escaped = false;
  /// What is not parsed yet: the object without its long arrays, or the array's elements since the last handful.
  private head = '';
  private rest = '';
  private key = '';
  private array: unknown[] | undefined;
  private readonly arrays = new Map<string, unknown[]>();

  push(text: string) {
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (code === BACKSLASH) this.escaped = true;
        else if (code === QUOTE) this.inString = false;
        continue;
      }
      switch (code) {
        case QUOTE:
          this.inString = true;
          break;
        case OPEN_ARRAY:
          if (this.depth === 1 && this.array === undefined && this.opensMember(text.slice(from, at))) {
            from = at + 1;
          }
          this.depth += 1;
          break;
        case OPEN_OBJECT:
          this.depth += 1;
          break;
        case CLOSE_OBJECT:
          this.depth -= 1;
          break;
        case CLOSE_ARRAY:
          this.depth -= 1;
          if (this.depth === 1 && this.array !== undefined) {
            this.take(text.slice(from, at));
            from = at + 1;
            this.array = undefined;
          }
          break;
        case COMMA:
          if (this.depth === 2 && this.array !== undefined && this.rest.length + at - from > HANDFUL) {
            this.take(text.slice(from, at));
            from = at + 1;
          }
          break;
      }
    }
    if (this.array === undefined) this.head += text.slice(from);
    else this.rest += text.slice(from);
  }

  /// What was read; throws where it is not JSON.
  end(): unknown {
    if (this.depth !== 0 || this.inString) throw new SyntaxError('the JSON ends early');
    const value = JSON.parse(this.head) as Record<string, unknown>;
    for (const [key, items] of this.arrays) value[key] = items;
    return value;
  }

  /// Whether an array that begins here is a member of the outermost object; then its elements are read apart.
  private opensMember(text: string): boolean {
    const before = this.head + text;
    const name = /"((?:[^"\\]|\\.)*)"\s*:\s*$/.exec(before);
    if (name === null || !before.trimStart().startsWith('{')) return false;
    this.key = JSON.parse(`"${name[1]}"`) as string;
    this.array = [];
    this.arrays.set(this.key, this.array);
    this.head = `${before}null`;
    return true;
  }

  private take(text: string) {
    const items = this.rest + text;
    this.rest = '';
    if (items.trim() === '') return;
    for (const item of JSON.parse(`[${items}]`) as unknown[]) this.array?.push(item);
  }
}

const HANDFUL = 16_384;
const QUOTE = 34;
const COMMA = 44;
const OPEN_ARRAY = 91;
const BACKSLASH = 92;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
