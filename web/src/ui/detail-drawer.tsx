import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/// Details beside the list they belong to; the address says which are open.
export function DetailDrawer({
  title,
  onClose,
  children,
}: {
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={720}
      lockScroll={false}
      title={title}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
      overlayProps={{ backgroundOpacity: 0.25 }}
      transitionProps={{ duration: 0 }}
    >
      <div className="stack">{children}</div>
    </Drawer>
  );
}
