import { memo } from 'react';
import { escapeHostile, hostileParts } from './escape-hostile';
import './hostile-text.css';

/// Shows a name nobody vouches for. `limit` cuts very long ones; the title holds the whole, escaped as well.
export const HostileText = memo(function HostileText({ text, limit }: { text: string; limit?: number }) {
  const cut = limit !== undefined && text.length > limit;
  const shown = cut ? text.slice(0, limit) : text;
  const parts = hostileParts(shown);
  const title = cut ? escapeHostile(text.slice(0, 4000)) : undefined;
  const first = parts[0];
  if (parts.length <= 1 && !cut && (first === undefined || !first.escaped)) return <bdi>{shown}</bdi>;
  return (
    <bdi title={title}>
      {parts.map((part, index) =>
        part.escaped ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity.
          <span key={index} className="hostile-escape">
            {part.text}
          </span>
        ) : (
          part.text
        ),
      )}
      {cut ? '…' : ''}
    </bdi>
  );
});
