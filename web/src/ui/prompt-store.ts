import { useSyncExternalStore } from 'react';
import type { HttpError } from '../api/http-error';
import type { OperationRecord } from '../api/model';

/// What went wrong, waiting to be read. Problems queue: none is replaced by the next one.
export type Prompt =
  | { kind: 'problem'; error: HttpError; what: string; onChoose?: (name: string) => void; wayOut?: WayOut }
  | { kind: 'outcome'; record: OperationRecord; what: string };

/// One more step that the reader may take.
export interface WayOut {
  label: string;
  run: () => void;
}

export interface Toast {
  id: number;
  text: string;
  action?: WayOut;
}

type State = { prompts: readonly Prompt[]; toasts: readonly Toast[] };
let state: State = { prompts: [], toasts: [] };
let lastId = 0;
const listeners = new Set<() => void>();

function update(next: Partial<State>) {
  state = { ...state, ...next };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePromptState(): State {
  return useSyncExternalStore(subscribe, () => state);
}

export function showProblem(error: HttpError, what: string, onChoose?: (name: string) => void, wayOut?: WayOut) {
  update({ prompts: [...state.prompts, { kind: 'problem', error, what, onChoose, wayOut }] });
}

export function showOutcome(record: OperationRecord, what: string) {
  update({ prompts: [...state.prompts, { kind: 'outcome', record, what }] });
}

export function dismissPrompt() {
  update({ prompts: state.prompts.slice(1) });
}

const TOAST_MILLIS = 8_000;

/// Says that something worked; goes by itself, later when there is something to press.
export function showToast(text: string, action?: Toast['action']) {
  lastId += 1;
  const id = lastId;
  update({ toasts: [...state.toasts.slice(-3), { id, text, action }] });
  setTimeout(() => dismissToast(id), action === undefined ? TOAST_MILLIS : TOAST_MILLIS * 2.5);
}

export function dismissToast(id: number) {
  update({ toasts: state.toasts.filter((toast) => toast.id !== id) });
}
