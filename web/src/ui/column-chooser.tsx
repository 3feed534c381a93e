import { ActionIcon, Checkbox, Popover } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from './data-table';
import { Icon } from './icons';

/// Which columns a person wants, remembered per table. Nothing chosen means: as the room allows.
export function useColumns<Row>(table: string, columns: readonly Column<Row>[], fixed: readonly string[]) {
  const key = `procdeck-columns-${table}`;
  const [chosen, setChosen] = useState<Record<string, boolean>>(() => read(key));
  const toggle = useCallback(
    (id: string, on: boolean) => {
      setChosen((before) => {
        const next = { ...before, [id]: on };
        localStorage.setItem(key, JSON.stringify(next));
        return next;
      });
    },
    [key],
  );
  const isOn = (column: Column<Row>) => chosen[column.id] ?? column.optional !== true;
  const shown = columns
    .filter((column) => fixed.includes(column.id) || isOn(column))
    .map((column) =>
      chosen[column.id] === true && column.priority > 2 ? { ...column, priority: 2 as const } : column,
    );
  return { shown, chosen, toggle, isOn };
}

function read(key: string): Record<string, boolean> {
  try {
    const value = JSON.parse(localStorage.getItem(key) ?? '{}') as unknown;
    return typeof value === 'object' && value !== null ? (value as Record<string, boolean>) : {};
  } catch {
    return {};
  }
}

interface Props<Row> {
  columns: readonly Column<Row>[];
  fixed: readonly string[];
  isOn: (column: Column<Row>) => boolean;
  toggle: (id: string, on: boolean) => void;
}

export function ColumnChooser<Row>({ columns, fixed, isOn, toggle }: Props<Row>) {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-end" transitionProps={{ duration: 0 }} trapFocus>
      <Popover.Target>
        <ActionIcon variant="default" size={30} aria-label={t('ui.columns')} title={t('ui.columns')}>
          <Icon name="columns" />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <div className="stack column-list">
          {columns
            .filter((column) => !fixed.includes(column.id))
            .map((column) => (
              <Checkbox
                key={column.id}
                size="xs"
                label={column.label}
                checked={isOn(column)}
                onChange={(event) => toggle(column.id, event.currentTarget.checked)}
              />
            ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
