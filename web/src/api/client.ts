import i18n from 'i18next';
import { HttpError } from './http-error';

/// The page's own place on the server, whatever path prefix a reverse proxy put before it. Assets lie in `<place>assets/`.
export const basePath = import.meta.env.DEV ? '/' : new URL('..', import.meta.url).pathname;
export const apiPath = `${basePath}api/v1`;

export type QueryValue = string | number | boolean | null | undefined;

export interface Request {
  query?: Record<string, QueryValue>;
  body?: unknown;
  idempotencyKey?: string;
  signal?: AbortSignal;
}

type Unauthorized = (error: HttpError) => void;
let onUnauthorized: Unauthorized = () => {};

/// Called when a request answers that nobody is signed in, whichever feature asked.
export function watchUnauthorized(listener: Unauthorized) {
  onUnauthorized = listener;
}

function csrfToken(): string | undefined {
  const match = /(?:^|;\s*)__Host-XSRF-TOKEN=([^;]*)/.exec(document.cookie);
  return match?.[1] === undefined ? undefined : decodeURIComponent(match[1]);
}

export function urlOf(path: string, query: Record<string, QueryValue> = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return `${apiPath}${path}${text === '' ? '' : `?${text}`}`;
}

async function send<T>(method: string, path: string, request: Request): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': i18n.language };
  if (method !== 'GET') {
    const token = csrfToken();
    if (token !== undefined) headers['X-XSRF-TOKEN'] = token;
    if (request.idempotencyKey !== undefined) headers['Idempotency-Key'] = request.idempotencyKey;
  }
  if (request.body !== undefined) headers['Content-Type'] = 'application/json';
  let response: Response;
  try {
    response = await fetch(urlOf(path, request.query), {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      body: request.body === undefined ? undefined : JSON.stringify(request.body),
      signal: request.signal,
    });
  } catch (failure) {
    if (request.signal?.aborted) throw failure;
    throw HttpError.unreachable();
  }
  const text = await response.text();
  const body = parsed(text);
  if (!response.ok) {
    const error = HttpError.from(response.status, body, response.headers.get('Retry-After'));
    if (response.status === 401 && error.code !== 'step_up_required' && error.code !== 'bad_credentials') {
      onUnauthorized(error);
    }
    throw error;
  }
  return body as T;
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/// The only way from the page to the server, besides the stream in `live`.
export const api = {
  get: <T>(path: string, query?: Record<string, QueryValue>, signal?: AbortSignal) =>
    send<T>('GET', path, { query, signal }),
  post: <T>(path: string, body?: unknown, request: Request = {}) => send<T>('POST', path, { ...request, body }),
  patch: <T>(path: string, body: unknown) => send<T>('PATCH', path, { body }),
  delete: <T>(path: string) => send<T>('DELETE', path, {}),
};

/// One element of a path: everything a name may contain stays inside it.
export function segment(value: string | number): string {
  return encodeURIComponent(String(value));
}
