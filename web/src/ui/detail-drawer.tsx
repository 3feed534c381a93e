import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useClosable } from './layers';

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
  const close = useClosable(onClose);
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size={720}
      lockScroll={false}
      title={title}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
      overlayProps={{ backgroundOpacity: 0.25 }}
      transitionProps={{ duration: 0 }}
      // The head of a dialog is not the banner of the page.
      attributes={{ header: { role: 'presentation' } }}
    >
      <div className="stack">{children}</div>
    </Drawer>
  );
}
