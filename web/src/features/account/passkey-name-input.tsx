import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface Props {
  name: string;
  onChange: (name: string) => void;
  /// Whether it is said that there must be one.
  missing: boolean;
}

/// What the owner of a passkey calls it.
export function PasskeyNameInput({ name, onChange, missing }: Props) {
  const { t } = useTranslation();
  return (
    <TextInput
      name="name"
      label={t('account.passkey.name')}
      description={t('account.passkey.name_text')}
      value={name}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={missing ? t('account.passkey.name_missing') : undefined}
      maxLength={60}
      autoComplete="off"
      data-autofocus
    />
  );
}
