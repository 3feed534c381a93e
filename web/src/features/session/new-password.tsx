import { PasswordInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export const MIN_PASSWORD_LENGTH = 8;
export const GOOD_PASSWORD_LENGTH = 15;

export interface NewPassword {
  password: string;
  repeated: string;
}

/// What the server would say no to, in the reader's words; undefined when it may be sent.
export function useNewPasswordProblem() {
  const { t } = useTranslation();
  return ({ password, repeated }: NewPassword) => ({
    password:
      [...password].length < MIN_PASSWORD_LENGTH
        ? t('session.password_short', { count: MIN_PASSWORD_LENGTH })
        : undefined,
    repeated: repeated === password ? undefined : t('session.password_differs'),
  });
}

/// A new password, twice. Long is advised, eight characters are asked for, and nothing else is.
export function NewPasswordFields({
  value,
  onChange,
  label,
  errors,
}: {
  value: NewPassword;
  onChange: (value: NewPassword) => void;
  label: string;
  errors: { password?: string | undefined; repeated?: string | undefined };
}) {
  const { t } = useTranslation();
  const toggle = { 'aria-label': t('session.show_password') };
  return (
    <>
      <PasswordInput
        name="password"
        label={label}
        description={t('session.password_rule', { min: MIN_PASSWORD_LENGTH, good: GOOD_PASSWORD_LENGTH })}
        value={value.password}
        onChange={(event) => onChange({ ...value, password: event.currentTarget.value })}
        error={errors.password}
        autoComplete="new-password"
        visibilityToggleButtonProps={toggle}
      />
      <PasswordInput
        name="repeated"
        label={t('session.password_again')}
        value={value.repeated}
        onChange={(event) => onChange({ ...value, repeated: event.currentTarget.value })}
        error={errors.repeated}
        autoComplete="new-password"
        visibilityToggleButtonProps={toggle}
      />
    </>
  );
}
