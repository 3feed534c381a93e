import { Button } from '@mantine/core';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from './data-table';
import './selection.css';

/// As many as one request may name.
export const MOST_SELECTED = 50;

export interface Selection<Row> {
  keys: ReadonlySet<string>;
  column: Column<Row>;
  clear: () => void;
}

/// Rows that somebody ticked, by key: a row that moves or changes stays ticked, one that is gone counts no more.
export function useSelection<Row>(keyOf: (row: Row) => string, nameOf: (row: Row) => string): Selection<Row> {
  const { t } = useTranslation();
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((key: string) => {
    setKeys((before) => {
      const next = new Set(before);
      if (!next.delete(key) && next.size < MOST_SELECTED) next.add(key);
      return next;
    });
  }, []);
  const column = useMemo<Column<Row>>(
    () => ({
      id: 'select',
      label: t('ui.select'),
      silent: true,
      width: '20px',
      priority: 1,
      cell: (row) => {
        const key = keyOf(row);
        return (
          <input
            type="checkbox"
            className="row-check"
            aria-label={t('ui.select_row', { name: nameOf(row) })}
            checked={keys.has(key)}
            onClick={(event) => event.stopPropagation()}
            onKeyDown={(event) => event.stopPropagation()}
            onChange={() => toggle(key)}
          />
        );
      },
    }),
    [keys, keyOf, nameOf, toggle, t],
  );
  const clear = useCallback(() => setKeys(new Set()), []);
  return { keys, column, clear };
}

export function SelectionBar({ count, clear, children }: { count: number; clear: () => void; children: ReactNode }) {
  const { t } = useTranslation();
  if (count === 0) return null;
  return (
    <div className="selection-bar" role="toolbar" aria-label={t('ui.selected', { count })}>
      <b>{t('ui.selected', { count })}</b>
      {count >= MOST_SELECTED && <span className="quiet">{t('ui.selected_most', { max: MOST_SELECTED })}</span>}
      {children}
      <Button size="xs" variant="subtle" onClick={clear}>
        {t('ui.select_none')}
      </Button>
    </div>
  );
}
