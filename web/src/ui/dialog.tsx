import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useClosable } from './layers';

interface Props {
  title: ReactNode;
  onClose: () => void;
  size?: 'lg' | number;
  /// A click beside it does not close it: it holds what was typed, or what must be read.
  kept?: boolean;
  zIndex?: number;
  children: ReactNode;
}

/// A question or a message above the page.
export function Dialog({ title, onClose, size, kept = false, zIndex, children }: Props) {
  const { t } = useTranslation();
  const close = useClosable(onClose);
  return (
    <Modal
      opened
      onClose={close}
      closeOnClickOutside={!kept}
      lockScroll={false}
      size={size}
      zIndex={zIndex}
      title={title}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
      transitionProps={{ duration: 0 }}
      // The head of a dialog is not the banner of the page.
      attributes={{ header: { role: 'presentation' } }}
    >
      {children}
    </Modal>
  );
}

/// The foot of a dialog: the way back, and beside it the button that acts.
export function DialogActions({
  onCancel,
  focusCancel = false,
  ended = false,
  children,
}: {
  onCancel: () => void;
  /// The dialog opens with the way back under the hand.
  focusCancel?: boolean;
  /// It was done: what is left is to close.
  ended?: boolean;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div className="actions end">
      <Button size="sm" variant="default" onClick={onCancel} data-autofocus={focusCancel || undefined}>
        {t(ended ? 'ui.close' : 'ui.cancel')}
      </Button>
      {!ended && children}
    </div>
  );
}
