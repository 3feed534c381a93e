import { useMemo } from 'react';
import { HostileText } from './hostile-text';
import { type AnsiPart, type AnsiStyle, parseAnsi } from './parse-ansi';
import './ansi-text.css';

export interface OutputChunk {
  stream: string;
  text: string;
}

/// Output of a command with its colours, as plain spans. Line ends stay; anything else that could deceive is escaped.
export function AnsiText({ chunks }: { chunks: readonly OutputChunk[] }) {
  const parts = useMemo(() => {
    const found: (AnsiPart & { stream: string })[] = [];
    const styles: Record<string, AnsiStyle> = {};
    for (const chunk of chunks) {
      const parsed = parseAnsi(chunk.text.replace(/\r\n?/g, '\n'), styles[chunk.stream]);
      styles[chunk.stream] = parsed.style;
      for (const part of parsed.parts) found.push({ ...part, stream: chunk.stream });
    }
    return found;
  }, [chunks]);
  return (
    <>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: output only grows at its end, so the place is the identity.
        <span key={index} className={classOf(part.style, part.stream)}>
          {part.text
            .split(/(\n|\t)/)
            .map((piece) =>
              piece === '\n' || piece === '\t' ? piece : piece && <HostileText key={piece} text={piece} />,
            )}
        </span>
      ))}
    </>
  );
}

function classOf(style: AnsiStyle, stream: string): string {
  const names = [`out-${stream}`];
  if (style.foreground !== undefined) names.push(`ansi-${style.foreground}`);
  if (style.background !== undefined) names.push(`ansi-on-${style.background}`);
  for (const name of ['bold', 'dim', 'italic', 'underline'] as const) if (style[name]) names.push(`ansi-${name}`);
  return names.join(' ');
}
