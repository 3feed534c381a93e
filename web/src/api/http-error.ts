import type { Parameters } from './model';

export type ErrorCategory = 'user' | 'denied' | 'not-found' | 'conflict' | 'unavailable' | 'internal';

export interface FieldProblem {
  field: string;
  code: string;
  parameters?: Parameters;
  message?: string;
}

interface ProblemDocument {
  title?: string;
  detail?: string;
  code?: string;
  category?: ErrorCategory;
  requestId?: string;
  parameters?: Parameters;
  errors?: FieldProblem[];
  operationId?: number | string;
}

/// What the server said when it did not do what was asked. `status` 0 means that no answer came at all.
export class HttpError extends Error {
  readonly status: number;
  readonly code: string;
  readonly category: ErrorCategory;
  readonly title: string | undefined;
  readonly detail: string | undefined;
  readonly parameters: Parameters;
  readonly errors: FieldProblem[];
  readonly requestId: string | undefined;
  readonly operationId: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, problem: ProblemDocument, retryAfterSeconds?: number) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.name = 'HttpError';
    this.status = status;
    this.code = problem.code ?? codeOfStatus(status);
    this.category = problem.category ?? categoryOfStatus(status);
    this.title = problem.title;
    this.detail = problem.detail;
    this.parameters = problem.parameters ?? {};
    this.errors = problem.errors ?? [];
    this.requestId = problem.requestId;
    this.operationId = problem.operationId === undefined ? undefined : String(problem.operationId);
    this.retryAfterSeconds = retryAfterSeconds;
  }

  static unreachable(): HttpError {
    return new HttpError(0, { code: 'server_unreachable', category: 'unavailable' });
  }

  static from(status: number, body: unknown, retryAfter: string | null): HttpError {
    const problem = typeof body === 'object' && body !== null ? (body as ProblemDocument) : {};
    const seconds = retryAfter === null ? Number.NaN : Number(retryAfter);
    return new HttpError(status, problem, Number.isFinite(seconds) ? seconds : undefined);
  }
}

function codeOfStatus(status: number): string {
  if (status === 0) return 'server_unreachable';
  if (status === 401) return 'not_signed_in';
  if (status === 403) return 'denied';
  if (status === 404) return 'not_found';
  if (status === 409) return 'conflict';
  if (status === 429) return 'too_many_attempts';
  if (status === 502 || status === 503 || status === 504) return 'agent_unavailable';
  return status >= 500 ? 'internal_error' : 'invalid_request';
}

function categoryOfStatus(status: number): ErrorCategory {
  if (status === 401 || status === 403) return 'denied';
  if (status === 404) return 'not-found';
  if (status === 409) return 'conflict';
  if (status === 0 || status === 502 || status === 503 || status === 504) return 'unavailable';
  return status >= 500 ? 'internal' : 'user';
}
