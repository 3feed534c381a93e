import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type KeyboardEvent,
  memo,
  type ReactNode,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Icon } from './icons';
import type { Sort } from './sort-rows';
import './data-table.css';

export interface Column<Row> {
  id: string;
  label: string;
  /// The heading is only read aloud: the column holds a mark.
  silent?: boolean;
  /// What the heading means, for abbreviations.
  hint?: string;
  /// Any CSS grid track.
  width: string;
  align?: 'end';
  /// Off until somebody chooses it.
  optional?: boolean;
  /// 1 is shown on a phone, 2 from a tablet on, 3 where there is room.
  priority: 1 | 2 | 3;
  sortable?: boolean;
  cell: (row: Row) => ReactNode;
}

interface Props<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  onOpen?: (row: Row) => void;
  openKey?: string;
  rowTone?: (row: Row) => string | undefined;
  /// Called when the reader points or types in the table: rows should not move now.
  onTouch?: () => void;
  onKey?: (event: KeyboardEvent, row: Row) => void;
  empty: ReactNode;
}

const ROW_HEIGHT = 32;

/// A table of any length: only what is seen is drawn. Arrow keys move, Enter opens.
export function DataTable<Row>(props: Props<Row>) {
  const { rows, keyOf, columns, onOpen, onTouch, sort, onSort } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const width = useWidth(scroller);
  const shown = useMemo(() => columns.filter((column) => column.priority <= levelOf(width)), [columns, width]);
  const [activeKey, setActiveKey] = useState<string>();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });
  const activeIndex = useMemo(
    () => (activeKey === undefined ? -1 : rows.findIndex((row) => keyOf(row) === activeKey)),
    [activeKey, rows, keyOf],
  );

  const move = (to: number) => {
    const index = Math.max(0, Math.min(rows.length - 1, to));
    const row = rows[index];
    if (row === undefined) return;
    setActiveKey(keyOf(row));
    virtual.scrollToIndex(index);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    onTouch?.();
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 320) / ROW_HEIGHT) - 2);
    const row = rows[activeIndex];
    const steps: Record<string, number> = {
      ArrowDown: activeIndex + 1,
      ArrowUp: activeIndex - 1,
      PageDown: activeIndex + page,
      PageUp: activeIndex - page,
      Home: 0,
      End: rows.length - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) move(to);
    else if (event.key === 'Enter' && row !== undefined) onOpen?.(row);
    else {
      if (row !== undefined) props.onKey?.(event, row);
      return;
    }
    event.preventDefault();
  };

  const style = { '--columns': shown.map((column) => column.width).join(' ') } as CSSProperties;
  return (
    <div className="data-table" style={style}>
      <div
        ref={scroller}
        className="data-table-scroll"
        role="grid"
        aria-label={props.label}
        aria-rowcount={rows.length + 1}
        aria-colcount={shown.length}
        aria-activedescendant={activeIndex >= 0 ? `${id}-${activeKey}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerMove={onTouch}
      >
        <div className="data-table-head" role="row" aria-rowindex={1}>
          {shown.map((column) => (
            <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} />
          ))}
        </div>
        {rows.length === 0 ? (
          <div role="row">
            <div role="gridcell">{props.empty}</div>
          </div>
        ) : (
          <div className="data-table-body" style={{ height: virtual.getTotalSize() }} role="rowgroup">
            {virtual.getVirtualItems().map((item) => {
              const row = rows[item.index];
              if (row === undefined) return null;
              const key = keyOf(row);
              return (
                <BodyRow
                  key={key}
                  id={`${id}-${key}`}
                  index={item.index}
                  top={item.start}
                  row={row}
                  columns={shown as readonly Column<unknown>[]}
                  active={key === activeKey}
                  open={key === props.openKey}
                  tone={props.rowTone?.(row)}
                  onOpen={onOpen as ((row: unknown) => void) | undefined}
                  setActive={setActiveKey}
                  rowKey={key}
                />
              );
            })}
          </div>
        )}
      </div>
    </div>
  );
}

interface BodyRowProps {
  id: string;
  index: number;
  top: number;
  row: unknown;
  rowKey: string;
  columns: readonly Column<unknown>[];
  active: boolean;
  open: boolean;
  tone: string | undefined;
  onOpen: ((row: unknown) => void) | undefined;
  setActive: (key: string) => void;
}
const BodyRow = memo(function BodyRow(props: BodyRowProps) {
  const names = ['data-table-row', props.active && 'active', props.open && 'open', props.tone]
    .filter(Boolean)
    .join(' ');
  const choose = () => {
    props.setActive(props.rowKey);
    if (globalThis.getSelection()?.isCollapsed !== false) props.onOpen?.(props.row);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it handles the keyboard for its active row.
    <div
      id={props.id}
      className={names}
      role="row"
      tabIndex={-1}
      aria-rowindex={props.index + 2}
      aria-selected={props.active}
      style={{ transform: `translateY(${props.top}px)` }}
      onClick={choose}
    >
      {props.columns.map((column) => (
        <div key={column.id} role="gridcell" className={column.align === 'end' ? 'end' : undefined}>
          {column.cell(props.row)}
        </div>
      ))}
    </div>
  );
});

function HeadCell<Row>({ column, sort, onSort }: { column: Column<Row>; sort?: Sort; onSort?: (sort: Sort) => void }) {
  const sorted = sort?.column === column.id;
  const direction = sorted ? (sort.descending ? 'descending' : 'ascending') : undefined;
  const turn = () => onSort?.({ column: column.id, descending: sorted ? !sort.descending : column.align === 'end' });
  return (
    <div
      role="columnheader"
      aria-sort={direction}
      className={column.align === 'end' ? 'end' : undefined}
      title={column.hint}
    >
      {column.sortable && onSort ? (
        <button type="button" onClick={turn}>
          <span>{column.label}</span>
          <span className={`sort-mark ${direction ?? ''}`}>
            <Icon name="down" size={12} />
          </span>
        </button>
      ) : (
        <span className={column.silent ? 'visually-hidden' : undefined}>{column.label}</span>
      )}
    </div>
  );
}

function levelOf(width: number): number {
  return width < 620 ? 1 : width < 1080 ? 2 : 3;
}

function useWidth(element: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(() => globalThis.innerWidth);
  useEffect(() => {
    const watched = element.current;
    if (watched === null) return;
    const observer = new ResizeObserver(() => setWidth(watched.clientWidth));
    observer.observe(watched);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
