import { OFFERED_KEYS, QUERY_FIELDS, type QueryField } from './fields';

export interface Option {
  kind: 'key' | 'operator' | 'value';
  /// What stands in the query when it is taken.
  text: string;
  /// How many rows have the value.
  count?: number;
  field?: QueryField;
}

export interface Completion {
  /// The part of the query that an option replaces.
  from: number;
  to: number;
  options: Option[];
}

const TERM = /^(-?)([A-Za-z]*)(?:([:：]|[>＞<＜][=＝]?|[=＝])("?)([^"]*))?$/s;
const MAX_OPTIONS = 9;
const TEXT_OPERATORS = [':', '='];
const NUMBER_OPERATORS = ['>', '<', '>=', '<=', '='];

/// What may follow at the caret: a key that rows have, an operator that fits the key, a value that rows have now.
///
/// @param rows what is known now; may be a part of a large table
/// @param asked whether somebody wants to see what there is, though nothing is typed
export function completeQuery(query: string, caret: number, rows: readonly object[], asked = false): Completion {
  const from = termStart(query, caret);
  const none = { from: caret, to: caret, options: [] };
  const match = TERM.exec(query.slice(from, caret));
  // In the middle of a term nothing is offered: it would cut the term in two.
  if (match === null || (caret < query.length && !/\s/.test(query.charAt(caret)))) return none;
  const [, minus = '', key = '', operator, , typed = ''] = match;
  const field = Object.hasOwn(QUERY_FIELDS, key.toLowerCase()) ? QUERY_FIELDS[key.toLowerCase()] : undefined;
  const start = from + minus.length;
  if (operator === undefined) {
    if (key === '' && !asked) return none;
    const operators =
      field === undefined ? [] : operatorsOf(field).map((sign) => option('operator', key + sign, field));
    return { from: start, to: caret, options: [...operators, ...keys(key, rows)].slice(0, MAX_OPTIONS) };
  }
  if (field === undefined || !isText(field)) return none;
  const at = start + key.length + operator.length;
  return { from: at, to: caret, options: values(field, typed.toLowerCase(), rows) };
}

export function applyOption(query: string, { from, to }: Completion, taken: Option): { text: string; caret: number } {
  const text = taken.kind === 'value' ? `${taken.text} ` : taken.text;
  const rest = query.slice(to);
  const joined = text.endsWith(' ') && rest.startsWith(' ') ? rest.slice(1) : rest;
  return { text: query.slice(0, from) + text + joined, caret: from + text.length };
}

const isText = (field: QueryField) => field.kind === 'text' || field.kind === 'word';
const operatorsOf = (field: QueryField) => (isText(field) ? TEXT_OPERATORS : NUMBER_OPERATORS);
const option = (kind: Option['kind'], text: string, field: QueryField): Option => ({ kind, text, field });

/// Where the term at the caret begins: after white space outside quotes.
function termStart(query: string, caret: number): number {
  let start = 0;
  let quoted = false;
  for (let at = 0; at < caret; at += 1) {
    if (query[at] === '"') quoted = !quoted;
    else if (!quoted && /\s/.test(query.charAt(at))) start = at + 1;
  }
  return start;
}

function keys(typed: string, rows: readonly object[]): Option[] {
  const row = rows[0];
  const low = typed.toLowerCase();
  const known = OFFERED_KEYS.filter(({ field }) => row === undefined || field.paths.some((path) => head(path) in row));
  const begin = known.filter(({ name }) => name.toLowerCase().startsWith(low) && name.toLowerCase() !== low);
  return begin
    .slice(0, MAX_OPTIONS)
    .map(({ name, field }) => option('key', name + (isText(field) ? ':' : field.kind === 'number' ? ':' : '>'), field));
}

/// The values that rows have, the most frequent first; those that begin as typed before those that contain it.
function values(field: QueryField, typed: string, rows: readonly object[]): Option[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    for (const value of valuesOf(row as Record<string, unknown>, field.paths)) {
      if (value !== '' && value.toLowerCase().includes(typed)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  const begins = (value: string) => (value.toLowerCase().startsWith(typed) ? 0 : 1);
  return [...counts]
    .sort(([a, m], [b, n]) => begins(a) - begins(b) || n - m || (a < b ? -1 : 1))
    .filter(([value]) => !value.includes('"'))
    .slice(0, MAX_OPTIONS)
    .map(([value, count]) => ({ ...option('value', /\s/.test(value) ? `"${value}"` : value, field), count }));
}

function valuesOf(row: Record<string, unknown>, paths: readonly string[]): string[] {
  const found: string[] = [];
  for (const path of paths) {
    const [name = '', inner] = path.split('.');
    const value = row[name];
    if (inner === undefined) {
      if (typeof value === 'string') found.push(value);
      else if (typeof value === 'boolean') found.push(String(value));
    } else if (Array.isArray(value)) {
      for (const item of value) if (typeof item?.[inner] === 'string') found.push(item[inner]);
    }
  }
  return found;
}

const head = (path: string) => path.split('.')[0] as string;
