import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

const STEP = 200;

/// The first of many things, and more when they are asked for: ten thousand lines at once would stop the page.
export function FirstOf<T>({ items, children }: { items: readonly T[]; children: (shown: readonly T[]) => ReactNode }) {
  const { t } = useTranslation();
  const [most, setMost] = useState(STEP);
  return (
    <>
      {children(items.length > most ? items.slice(0, most) : items)}
      {items.length > most && (
        <p className="actions quiet">
          {t('ui.first_of', { shown: most, total: items.length })}
          <Button size="xs" variant="default" onClick={() => setMost(most + STEP)}>
            {t('ui.show_more')}
          </Button>
        </p>
      )}
    </>
  );
}
