import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props extends Omit<ButtonProps, 'disabled'> {
  /// Why it may not be pressed, in the reader's words. The button stays in reach of the keyboard so that the reason can be read.
  reason?: string;
  onClick?: () => void;
  type?: 'button' | 'submit';
  children: ReactNode;
  'aria-label'?: string;
}

export function ActionButton({ reason, onClick, children, type = 'button', ...rest }: Props) {
  const blocked = reason !== undefined;
  const button = (
    <Button
      size="xs"
      {...rest}
      type={blocked ? 'button' : type}
      data-disabled={blocked || undefined}
      aria-disabled={blocked || undefined}
      aria-description={reason}
      onClick={blocked ? (event) => event.preventDefault() : onClick}
    >
      {children}
    </Button>
  );
  return blocked ? (
    <Tooltip label={reason} withArrow events={{ hover: true, focus: true, touch: true }}>
      {button}
    </Tooltip>
  ) : (
    button
  );
}
