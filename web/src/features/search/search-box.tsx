import { useNavigate, useRouterState } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { liveStore } from '../../live/use-live';
import { Icon } from '../../ui/icons';
import { QueryInput } from '../../ui/query-input';

/// The one search over everything, answered by the back end. `/` leads here from anywhere.
export function SearchBox() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const location = useRouterState({ select: (state) => state.location });
  const shown = location.pathname.endsWith('/search') ? String((location.search as { q?: string }).q ?? '') : '';
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      const typing = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') navigate({ to: '/search', search: { q: text.trim() } });
  };
  return (
    <form role="search" className="search-box" onSubmit={submit}>
      <QueryInput
        ref={input}
        size="xs"
        type="search"
        name="q"
        value={text}
        onText={setText}
        rows={knownRows}
        placeholder={t('search.placeholder')}
        aria-label={t('search.label')}
        aria-keyshortcuts="/"
        leftSection={<Icon name="search" size={14} />}
      />
    </form>
  );
}

/// Values are offered from whatever table the page holds; keys of all tables where it holds none.
function knownRows(): readonly object[] {
  for (const topic of ['processes', 'sockets', 'services'] as const) {
    const rows = liveStore.get(topic)?.rows;
    if (rows !== undefined && rows.length > 0) return rows;
  }
  return [];
}
