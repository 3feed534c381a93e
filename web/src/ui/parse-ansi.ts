/// Terminal output as styled pieces. Only colours and weight are read; every other sequence is dropped, so nothing the
/// output says can move, hide or replace what is already shown.

export interface AnsiStyle {
  foreground?: number;
  background?: number;
  bold?: boolean;
  dim?: boolean;
  italic?: boolean;
  underline?: boolean;
}
export interface AnsiPart {
  text: string;
  style: AnsiStyle;
}

// CSI, OSC and other string sequences, two-character escapes; then lone controls that are not line ends or tabs.
const SEQUENCE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are made of control characters.
  /\u001b\[([0-9;:?<=>]*)[ -/]*([@-~])|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\|$)|\u001b[ -/]*[0-~]?|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

export function parseAnsi(text: string, start: AnsiStyle = {}): { parts: AnsiPart[]; style: AnsiStyle } {
  const parts: AnsiPart[] = [];
  let style = start;
  let at = 0;
  for (const match of text.matchAll(SEQUENCE)) {
    if (match.index > at) parts.push({ text: text.slice(at, match.index), style });
    at = match.index + match[0].length;
    if (match[2] === 'm') style = styled(style, match[1] ?? '');
  }
  if (at < text.length) parts.push({ text: text.slice(at), style });
  return { parts, style };
}

function styled(before: AnsiStyle, codes: string): AnsiStyle {
  const numbers = codes.split(/[;:]/).map((code) => (code === '' ? 0 : Number(code)));
  const style = { ...before };
  for (let i = 0; i < numbers.length; i += 1) {
    const code = numbers[i] ?? 0;
    if (code === 0) {
      for (const name of Object.keys(style)) delete style[name as keyof AnsiStyle];
    } else if (code === 1) style.bold = true;
    else if (code === 2) style.dim = true;
    else if (code === 3) style.italic = true;
    else if (code === 4) style.underline = true;
    else if (code === 22) {
      style.bold = false;
      style.dim = false;
    } else if (code === 23) style.italic = false;
    else if (code === 24) style.underline = false;
    else if (code >= 30 && code <= 37) style.foreground = code - 30;
    else if (code >= 90 && code <= 97) style.foreground = code - 82;
    else if (code === 39) style.foreground = undefined;
    else if (code >= 40 && code <= 47) style.background = code - 40;
    else if (code >= 100 && code <= 107) style.background = code - 92;
    else if (code === 49) style.background = undefined;
    else if (code === 38 || code === 48) {
      const colour = numbers[i + 1] === 5 ? sixteenOf(numbers[i + 2] ?? 0) : undefined;
      if (code === 38) style.foreground = colour;
      else style.background = colour;
      i += numbers[i + 1] === 5 ? 2 : 4;
    }
  }
  return style;
}

/// The 256-colour cube falls back to the sixteen that the theme has tokens for.
function sixteenOf(colour: number): number | undefined {
  if (colour < 16) return colour;
  if (colour >= 232) return colour < 244 ? 8 : 7;
  const cube = colour - 16;
  const red = Math.floor(cube / 36) > 2 ? 1 : 0;
  const green = Math.floor(cube / 6) % 6 > 2 ? 2 : 0;
  const blue = cube % 6 > 2 ? 4 : 0;
  return (red | green | blue) + 8;
}
