import { type FieldKind, QUERY_FIELDS, type QueryField } from './fields';

export type Operator = '>' | '>=' | '<' | '<=' | '=';
export type Term = { negated: boolean } & (
  | { kind: 'word'; text: string; literal: boolean }
  | { kind: 'field'; field: QueryField; whole: boolean; value: string; number: number | undefined }
  | { kind: 'compare'; field: QueryField; operator: Operator; number: number }
);
export interface QueryError {
  code: 'unknown_field' | 'not_a_number' | 'not_comparable' | 'control_character' | 'too_long' | 'too_many_terms';
  word: string;
  /// Where in the query it is, in UTF-16 units: from there, up to there.
  from: number;
  to: number;
}
export type Parsed = { terms: Term[] } | { error: QueryError };

const KEYED = /^([A-Za-z]+)([:：]|[>＞][=＝]|[<＜][=＝]|[>＞]|[<＜]|[=＝])(.+)$/s;
const MAX_LENGTH = 1000;
const MAX_TERMS = 32;
const MAX_DIGITS = 18;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/;
const SCALES: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/// Reads `nginx user:www cpu>5 port:443 -sleep "two words"`. Terms combine with and; `-` turns one round.
export function parseQuery(query: string): Parsed {
  if (query.length > MAX_LENGTH) {
    return { error: { code: 'too_long', word: String(MAX_LENGTH), from: MAX_LENGTH, to: query.length } };
  }
  const terms: Term[] = [];
  for (const piece of pieces(query)) {
    if (terms.length === MAX_TERMS) {
      return { error: { code: 'too_many_terms', word: String(MAX_TERMS), from: piece.begin, to: query.length } };
    }
    const control = query.slice(piece.start, piece.end).search(CONTROL);
    if (control >= 0) {
      const from = piece.start + control;
      return { error: { code: 'control_character', word: '', from, to: from + 1 } };
    }
    if (piece.text === '') continue;
    const parsed = parseTerm(piece);
    if ('error' in parsed) return parsed;
    terms.push(parsed.term);
  }
  return { terms };
}

interface Piece {
  /// Where the term begins, its text after a minus sign, and what follows it.
  begin: number;
  start: number;
  end: number;
  negated: boolean;
  text: string;
  quoted: boolean;
}

/// Cuts at white space outside quotes. A quote that is not closed yet, as while typing, reaches to the end.
function pieces(query: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  while (at < query.length) {
    if (/\s/.test(query.charAt(at))) {
      at += 1;
      continue;
    }
    const begin = at;
    const negated = query[at] === '-' && at + 1 < query.length && !/\s/.test(query.charAt(at + 1));
    if (negated) at += 1;
    const start = at;
    let text = '';
    const quoted = query[at] === '"';
    while (at < query.length && !/\s/.test(query.charAt(at))) {
      if (query[at] === '"') {
        const close = query.indexOf('"', at + 1);
        const end = close < 0 ? query.length : close;
        text += query.slice(at + 1, end);
        at = end + 1;
      } else {
        text += query[at];
        at += 1;
      }
    }
    found.push({ begin, start, end: Math.min(at, query.length), negated, text, quoted });
  }
  return found;
}

function parseTerm({ start, end, negated, text, quoted }: Piece): { term: Term } | { error: QueryError } {
  const keyed = quoted ? null : KEYED.exec(text);
  if (keyed === null) return { term: { kind: 'word', text: text.toLowerCase(), literal: quoted || negated, negated } };
  const [, key = '', typed = '', value = ''] = keyed;
  const sign = typed.normalize('NFKC');
  const field = Object.hasOwn(QUERY_FIELDS, key.toLowerCase()) ? QUERY_FIELDS[key.toLowerCase()] : undefined;
  const operatorAt = start + key.length;
  const valueAt = operatorAt + typed.length;
  if (field === undefined) return { error: { code: 'unknown_field', word: key, from: start, to: operatorAt } };
  const isText = field.kind === 'text' || field.kind === 'word';
  const number = isText ? undefined : parseNumber(value, field.kind);
  if (!isText && number === undefined) {
    return { error: { code: 'not_a_number', word: value, from: valueAt, to: end } };
  }
  if (sign === ':' || (sign === '=' && isText)) {
    return { term: { kind: 'field', field, whole: sign === '=', value: value.toLowerCase(), number, negated } };
  }
  if (number === undefined) return { error: { code: 'not_comparable', word: key, from: operatorAt, to: valueAt } };
  return { term: { kind: 'compare', field, operator: sign as Operator, number, negated } };
}

function parseNumber(text: string, kind: FieldKind): number | undefined {
  const match = /^(-?\d+(?:\.\d+)?)(?:([kmgt]?)(?:i?b)?|(%))$/i.exec(text);
  if (match === null) return undefined;
  const [, digits = '', letter = '', sign = ''] = match;
  const bare = text.length === digits.length;
  if (digits.length > MAX_DIGITS || (!bare && kind !== (sign === '%' ? 'percent' : 'bytes'))) return undefined;
  return Number(digits) * (SCALES[letter.toLowerCase()] ?? 1);
}
