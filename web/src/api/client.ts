import i18n from 'i18next';
import createClient from 'openapi-fetch';
import { HttpError } from './http-error';
import type { paths } from './schema';

/// The page's own place on the server, whatever path prefix a reverse proxy put before it. Assets lie in `<place>assets/`.
export const basePath = import.meta.env.DEV ? '/' : new URL('..', import.meta.url).pathname;
export const streamPath = `${basePath}api/v1/stream`;

type Unauthorized = (error: HttpError) => void;
let onUnauthorized: Unauthorized = () => {};

/// Called when a request answers that nobody is signed in, whichever feature asked.
export function watchUnauthorized(listener: Unauthorized) {
  onUnauthorized = listener;
}

/// The only way from the page to the server, besides the stream in `live`. Its paths, parameters and answers are those of
/// the server's own description; `take` turns an answer into its data or an `HttpError`.
export const client = createClient<paths>({
  baseUrl: basePath.replace(/\/$/, ''),
  credentials: 'same-origin',
  cache: 'no-store',
  headers: { Accept: 'application/json' },
});

client.use({
  onRequest({ request }) {
    request.headers.set('Accept-Language', i18n.language);
    const token = csrfToken();
    if (request.method !== 'GET' && token !== undefined) request.headers.set('X-XSRF-TOKEN', token);
    return request;
  },
});

/// Answers 401 that speak about a proof and leave the session as it is.
const PROOF_CODES = new Set(['step_up_required', 'bad_credentials', 'wrong_code', 'passkey_refused']);

/// Answer 403 of an account that must add a second factor before it may do anything else: signed in no more.
const FACTOR_DUE = 'second_factor_due';

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

export async function take<Data>(call: Promise<Answer<Data>>): Promise<Data> {
  let answer: Answer<Data>;
  try {
    answer = await call;
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure;
    throw HttpError.unreachable();
  }
  const { data, error: problem, response } = answer;
  if (response.ok) return data as Data;
  const error = HttpError.from(response.status, problem, response.headers.get('Retry-After'));
  if ((response.status === 401 && !PROOF_CODES.has(error.code)) || error.code === FACTOR_DUE) {
    onUnauthorized(error);
  }
  throw error;
}

/// Headers for an act that must happen once, however often the network makes the browser ask.
export function once(): { 'Idempotency-Key': string } {
  return { 'Idempotency-Key': crypto.randomUUID() };
}

function csrfToken(): string | undefined {
  const match = /(?:^|;\s*)__Host-XSRF-TOKEN=([^;]*)/.exec(document.cookie);
  return match?.[1] === undefined ? undefined : decodeURIComponent(match[1]);
}
