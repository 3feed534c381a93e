import { describe, expect, it } from 'vitest';
import { escapeHostile, hostileParts } from './escape-hostile';
import { parseAnsi } from './parse-ansi';

describe('hostile text', () => {
  it.each([
    ['plain name', 'plain name'],
    ['nginx: 进程', 'nginx: 进程'],
    ['a\nb\tc', 'a\\nb\\tc'],
    ['evil\u202egnp.exe', 'evil\\u202egnp.exe'],
    ['zero\u200bwidth', 'zero\\u200bwidth'],
    ['\u001b[31mred', '\\x1b[31mred'],
    ['bad\ufffdbyte', 'bad\\ufffdbyte'],
    ['lone\ud800end', 'lone\\ud800end'],
    ['tag\u{e0041}', 'tag\\u{e0041}'],
    ['line\u2028end', 'line\\u2028end'],
    ['😀 stays', '😀 stays'],
  ])('%j', (text, expected) => {
    expect(escapeHostile(text)).toBe(expected);
    expect(
      hostileParts(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(expected);
  });
});

describe('terminal colours', () => {
  it('styles text and forgets at reset', () => {
    const { parts, style } = parseAnsi('a\u001b[1;31mb\u001b[0mc');
    expect(parts).toEqual([
      { text: 'a', style: {} },
      { text: 'b', style: { bold: true, foreground: 1 } },
      { text: 'c', style: {} },
    ]);
    expect(style).toEqual({});
  });

  it('carries a style into the next piece of output', () => {
    const first = parseAnsi('\u001b[32mgreen');
    expect(parseAnsi('still', first.style).parts[0]?.style.foreground).toBe(2);
  });

  it.each([
    '\u001b[2J',
    '\u001b[10A',
    '\u001b]0;title\u0007',
    '\u001b]8;;http://x\u001b\\',
    '\u001bc',
    '\u001b[?25l',
    '\u0008',
    '\u0007',
  ])('drops what moves or hides (%j)', (sequence) => {
    expect(
      parseAnsi(`x${sequence}y`)
        .parts.map((part) => part.text)
        .join(''),
    ).toBe('xy');
  });

  it('reads 256 colours down to sixteen and skips true colour', () => {
    expect(parseAnsi('\u001b[38;5;196mx').parts[0]?.style.foreground).toBe(9);
    expect(parseAnsi('\u001b[38;2;1;2;3;1mx').parts[0]?.style).toEqual({ foreground: undefined, bold: true });
  });
});
