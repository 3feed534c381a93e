/// Names of processes, files and users are bytes that any local user chooses. What the eye cannot see, or what turns the
/// line round, becomes a visible escape; everything else stays as it is.

export interface HostilePart {
  text: string;
  escaped: boolean;
}

// Controls, the bidi marks and isolates, zero-width and invisible characters, tags, unpaired surrogates, the replacement mark of undecodable bytes.
const HOSTILE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: variation selectors are looked for one by one.
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\uffff]|\p{Cs}|[\u{e0000}-\u{e0fff}]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0' };

export function hostileParts(text: string): HostilePart[] {
  const parts: HostilePart[] = [];
  let at = 0;
  for (const match of text.matchAll(HOSTILE)) {
    if (match.index > at) parts.push({ text: text.slice(at, match.index), escaped: false });
    parts.push({ text: escapeOf(match[0]), escaped: true });
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push({ text: text.slice(at), escaped: false });
  return parts;
}

export function escapeHostile(text: string): string {
  return text.replace(HOSTILE, escapeOf);
}

function escapeOf(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  if (code <= 0xff) return `\\x${digits.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\u{${digits}}`;
}
