import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { messages as english } from './en';
import englishFaults from './en/policy-fault.json';
import { messages as chinese } from './zh-cn';
import chineseFaults from './zh-cn/policy-fault.json';

const source = fileURLToPath(new URL('..', import.meta.url));
const PLURAL = /_(one|other)$/;

function flat(tree: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(prefix + name, value);
    else for (const [key, text] of flat(value, `${prefix}${name}.`)) found.set(key, text);
  }
  return found;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|^i18n/.test(name))
    .map((name) => join(folder, name));
}

const en = new Map([...flat(english), ...flat(englishFaults, 'policy.fault.')]);
const zh = new Map([...flat(chinese), ...flat(chineseFaults, 'policy.fault.')]);
const bare = (keys: Iterable<string>) => new Set([...keys].map((key) => key.replace(PLURAL, '')));
const known = bare(en.keys());
const namespaces = new Set(Object.keys(english));

// Every quoted or templated text of the source that begins with the name of a namespace is taken for a key.
const used = new Set<string>();
const patterns: { text: string; pattern: RegExp }[] = [];
for (const file of sourceFiles(source)) {
  for (const match of readFileSync(file, 'utf8').matchAll(/(['"`])([a-z_]+\.(?:[A-Za-z0-9_.-]|\$\{[^}]*\})+)\1/g)) {
    const text = match[2] ?? '';
    if (!namespaces.has(text.slice(0, text.indexOf('.')))) continue;
    if (!text.includes('${')) used.add(text);
    else {
      const parts = text.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.]/g, '\\.'));
      patterns.push({ text, pattern: new RegExp(`^${parts.join('[A-Za-z0-9_-]+')}$`) });
    }
  }
}
const isPrefix = (key: string) => [...known].some((each) => each.startsWith(`${key}.`));

describe('messages', () => {
  it('exist in both languages', () => {
    expect([...bare(zh.keys())].filter((key) => !known.has(key))).toEqual([]);
    expect([...known].filter((key) => !bare(zh.keys()).has(key))).toEqual([]);
  });

  it('have every plural form their language needs', () => {
    for (const key of en.keys()) {
      if (!PLURAL.test(key)) continue;
      const stem = key.replace(PLURAL, '');
      expect([stem, en.has(`${stem}_one`), en.has(`${stem}_other`), zh.has(`${stem}_other`)]).toEqual([
        stem,
        true,
        true,
        true,
      ]);
    }
  });

  it('fill the same blanks in both languages', () => {
    const blanks = (text: string | undefined) =>
      [...(text ?? '').matchAll(/\{\{(\w+)(?:, number)?\}\}/g)].map((match) => match[1]);
    for (const [key, text] of zh) {
      const mine = new Set(blanks(text));
      const theirs = new Set(blanks(en.get(key)));
      mine.delete('count');
      theirs.delete('count');
      expect([key, [...mine].sort()]).toEqual([key, [...theirs].sort()]);
    }
  });

  it('are all there that the source asks for', () => {
    expect([...used].filter((key) => !known.has(key) && !isPrefix(key))).toEqual([]);
    expect(
      patterns.filter(({ pattern }) => ![...known].some((key) => pattern.test(key))).map(({ text }) => text),
    ).toEqual([]);
  });

  it('are all asked for by the source', () => {
    const prefixes = [...used].filter(isPrefix);
    const asked = (key: string) =>
      used.has(key) ||
      patterns.some(({ pattern }) => pattern.test(key)) ||
      prefixes.some((prefix) => key.startsWith(`${prefix}.`));
    expect([...known].filter((key) => !asked(key))).toEqual([]);
  });

  it('are written, and Chinese ones in Chinese punctuation', () => {
    for (const [key, text] of [...en, ...zh]) expect([key, text.trim() === text && text !== '']).toEqual([key, true]);
    for (const [key, text] of zh)
      expect([key, /[\u4e00-\u9fff][,;:!?()]|[:(][\u4e00-\u9fff]/.test(text.replace(/\{\{\w+\}\}/g, ''))]).toEqual([
        key,
        false,
      ]);
  });

  it('are the only text there is: none stands in the source', () => {
    // The same in every language.
    const names = ['Procdeck', 'PID', 'TID'];
    const found: string[] = [];
    for (const file of sourceFiles(source)) {
      const text = readFileSync(file, 'utf8');
      for (const match of text.matchAll(/[^=\s]>\s*([A-Z][^<>{}=;()]*[A-Za-z][^<>{}=;()]*)</g))
        found.push(match[1] ?? '');
      for (const match of text.matchAll(/ (?:title|label|alt|aria-label)="([^"]*[A-Za-z]{3}[^"]*)"/g))
        found.push(match[1] ?? '');
      found.push(...(text.match(/[\u4e00-\u9fff]+/g) ?? []));
    }
    expect(found.map((text) => text.trim()).filter((text) => !names.includes(text))).toEqual([]);
  });
});
