import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { HttpError } from '../../api/http-error';
import type { Session } from '../../api/model';
import { problemText } from '../../ui/problem-text';
import { useSetSession } from './use-session';

export type Fields = Record<string, string>;

/// Sends one of the door's forms and shows what the server says to it.
export function useEntrance(enter: (body: Fields) => Promise<Session>) {
  const { t } = useTranslation();
  const setSession = useSetSession();
  const [errors, setErrors] = useState<Fields>({});
  const [failure, setFailure] = useState<string>();
  const [pending, setPending] = useState(false);
  const submit = async (body: Fields, missing: Fields) => {
    setErrors(missing);
    setFailure(undefined);
    if (Object.keys(missing).length > 0) return;
    setPending(true);
    try {
      setSession(await enter(body));
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      setErrors(Object.fromEntries(error.errors.map((each) => [each.field, each.message ?? each.code])));
      setFailure(problemText(t, error).what);
    } finally {
      setPending(false);
    }
  };
  return { errors, failure, pending, submit };
}

export function valuesOf<Name extends string>(form: HTMLFormElement | null, ...names: Name[]): Record<Name, string> {
  const data = new FormData(form ?? undefined);
  return Object.fromEntries(names.map((name) => [name, String(data.get(name) ?? '')])) as Record<Name, string>;
}
