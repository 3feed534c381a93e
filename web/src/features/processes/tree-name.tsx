import { useTranslation } from 'react-i18next';
import type { ProcessRow } from '../../api/model';
import { PROCESSES } from '../../live/shapes';
import { HostileText } from '../../ui/hostile-text';
import { Icon } from '../../ui/icons';
import type { TreeRow } from './tree';

const MAX_INDENT = 12;

export function TreeName({
  row,
  node,
  toggle,
}: {
  row: ProcessRow;
  node: TreeRow | undefined;
  toggle: (key: string) => void;
}) {
  const { t } = useTranslation();
  const depth = Math.min(node?.depth ?? 0, MAX_INDENT);
  return (
    <span className="tree-name" style={{ paddingLeft: depth * 14 }}>
      {node !== undefined && node.children > 0 ? (
        <button
          type="button"
          tabIndex={-1}
          className={node.collapsed ? 'tree-toggle' : 'tree-toggle open'}
          aria-label={t(node.collapsed ? 'processes.expand' : 'processes.collapse')}
          onClick={(event) => {
            event.stopPropagation();
            toggle(PROCESSES.keyOf(row));
          }}
        >
          <Icon name="chevron" size={16} />
        </button>
      ) : (
        <span className="tree-toggle" />
      )}
      <HostileText text={row.comm} />
      {node !== undefined && node.subtree.processes > 1 && (
        <span className="quiet tree-count">{node.subtree.processes}</span>
      )}
    </span>
  );
}
