import { CloseButton } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OFFERED_KEYS } from '../live/query/fields';
import type { QueryError } from '../live/query/parse';
import { Icon } from './icons';
import { QueryInput } from './query-input';

interface Props {
  value: string | undefined;
  error: QueryError | undefined;
  label: string;
  /// The rows that are filtered: their values are offered.
  rows?: readonly object[];
  onChange: (query: string | undefined) => void;
}

const SETTLE_MILLIS = 150;

/// The filter of a table: takes the query language, says what it did not understand, writes into the address.
export function QueryBox({ value, error, label, rows, onChange }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(value ?? '');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const sent = useRef(value ?? '');
  useEffect(() => {
    if ((value ?? '') !== sent.current) setText(value ?? '');
    sent.current = value ?? '';
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      sent.current = next.trim();
      onChange(next.trim() === '' ? undefined : next.trim());
    }, SETTLE_MILLIS);
  };
  const message = error && t(`query.${error.code}`, { word: error.word, fields: fieldsOf(rows ?? []) });
  return (
    <QueryInput
      className="grow"
      size="xs"
      value={text}
      onText={type}
      rows={() => rows ?? []}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && text !== '') {
          event.stopPropagation();
          type('');
        }
      }}
      placeholder={t('query.placeholder')}
      aria-label={label}
      error={message}
      leftSection={<Icon name="search" size={14} />}
      rightSection={
        text !== '' && <CloseButton size="xs" aria-label={t('ui.clear_filters')} onClick={() => type('')} />
      }
    />
  );
}

/// The fields that these rows have, by their shortest names.
function fieldsOf(rows: readonly object[]): string {
  const [row] = rows;
  const known = OFFERED_KEYS.filter(
    ({ field }) => row === undefined || field.paths.some((path) => (path.split('.')[0] as string) in row),
  );
  return known.map(({ name }) => name).join(', ');
}
