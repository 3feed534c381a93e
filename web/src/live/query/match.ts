import { WORD_FIELDS } from './fields';
import type { Operator, Term } from './parse';

/// How well a row answers: 0 not at all, 1 by letters in order, 2 word for word.
export type Rank = 0 | 1 | 2;
type Row = Record<string, unknown>;

const MAX_GAPS = 2;
const TOKEN = /[\p{L}\p{N}]+/gu;

export function rankRow(row: object, terms: readonly Term[]): Rank {
  let rank: Rank = 2;
  for (const term of terms) {
    const found = rankTerm(row as Row, term);
    if (term.negated ? found !== 0 : found === 0) return 0;
    if (!term.negated && found === 1) rank = 1;
  }
  return rank;
}

function rankTerm(row: Row, term: Term): Rank {
  switch (term.kind) {
    case 'word':
      return rankWord(row, term.text, term.literal);
    case 'field': {
      const { field, number } = term;
      const hit = anyValue(row, field.paths, (found) =>
        number === undefined ? holds(String(found).toLowerCase(), term) : found === number,
      );
      return hit ? 2 : 0;
    }
    case 'compare':
      return anyValue(
        row,
        term.field.paths,
        (found) => typeof found === 'number' && compare(found, term.operator, term.number),
      )
        ? 2
        : 0;
  }
}

function rankWord(row: Row, word: string, literal: boolean): Rank {
  if (anyValue(row, WORD_FIELDS, (found) => String(found).toLowerCase().includes(word))) return 2;
  if (literal || !isFuzzy(word)) return 0;
  return anyValue(row, WORD_FIELDS, (found) => typeof found === 'string' && hasFuzzyToken(found.toLowerCase(), word))
    ? 1
    : 0;
}

function holds(found: string, { field, whole, value }: Extract<Term, { kind: 'field' }>): boolean {
  if (whole) return found === value;
  return field.kind === 'word' ? found.startsWith(value) : found.includes(value);
}

/// Digits alone are literal, and so is what is longer than a name.
function isFuzzy(word: string): boolean {
  return word.length <= 30 && /\p{L}/u.test(word);
}

function anyValue(row: Row, paths: readonly string[], test: (value: unknown) => boolean): boolean {
  for (const path of paths) {
    const dot = path.indexOf('.');
    if (dot < 0) {
      const value = row[path];
      if (value !== undefined && value !== null && test(value)) return true;
      continue;
    }
    const list = row[path.slice(0, dot)];
    const name = path.slice(dot + 1);
    if (!Array.isArray(list)) continue;
    for (const item of list) {
      const value = (item as Row)[name];
      if (value !== undefined && value !== null && test(value)) return true;
    }
  }
  return false;
}

function hasFuzzyToken(text: string, word: string): boolean {
  // Most texts fail here, before they are cut into tokens.
  if (!isSubsequence(text, word)) return false;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token.length > word.length && isSubsequence(token, word) && withFewGaps(token, word)) return true;
  }
  return false;
}

function isSubsequence(token: string, word: string): boolean {
  let at = 0;
  for (let i = 0; i < token.length && at < word.length; i += 1) if (token[i] === word[at]) at += 1;
  return at === word.length;
}

/// Walks letter by letter; bit g of `reached[p]` says that the letter can lie at p with g gaps before it. Names are hostile,
/// so the work is bounded by the product of the lengths, whatever they contain.
function withFewGaps(token: string, word: string): boolean {
  let reached = new Uint8Array(token.length);
  for (let p = 0; p < token.length; p += 1) if (token[p] === word[0]) reached[p] = 1;
  for (let letter = 1; letter < word.length; letter += 1) {
    const next = new Uint8Array(token.length);
    let before = 0;
    for (let p = 1; p < token.length; p += 1) {
      const adjacent = reached[p - 1] ?? 0;
      if (token[p] === word[letter]) next[p] = adjacent | (before << 1);
      before |= adjacent;
    }
    const limit = (1 << (MAX_GAPS + 1)) - 1;
    reached = next.map((bits) => bits & limit);
  }
  return reached.some((bits) => bits !== 0);
}

function compare(found: number, operator: Operator, number: number): boolean {
  switch (operator) {
    case '>':
      return found > number;
    case '>=':
      return found >= number;
    case '<':
      return found < number;
    case '<=':
      return found <= number;
    case '=':
      return found === number;
  }
}
