import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, take } from '../../api/client';
import { ActionButton } from '../../ui/action-button';
import { Icon } from '../../ui/icons';

const TemplateDialog = lazy(() => import('./template-dialog').then((module) => ({ default: module.TemplateDialog })));

/// There only where the policy holds commands ready.
export function TemplatesButton({ names }: { names: readonly string[] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { data } = useQuery({
    queryKey: ['templates'],
    queryFn: ({ signal }) => take(client.GET('/api/v1/commands/templates', { signal })),
    staleTime: 30_000,
  });
  if (data === undefined || data.total === 0) return null;
  return (
    <>
      <ActionButton
        size="xs"
        variant="default"
        onClick={() => setOpen(true)}
        leftSection={<Icon name="terminal" size={14} />}
      >
        {t('commands.templates')}
      </ActionButton>
      <Suspense fallback={null}>
        {open && <TemplateDialog templates={data.items} services={names} onClose={() => setOpen(false)} />}
      </Suspense>
    </>
  );
}
