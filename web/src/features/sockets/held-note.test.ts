import { expect, test } from 'vitest';
import type { SocketRow } from '../../api/model';
import { heldNote } from './held-note';

const one = [{ id: 1 } as SocketRow];

test('none is said only where it is known', () => {
  expect(heldNote({ sockets: [], socketsUnavailable: null })).toBe('sockets.held.none');
  expect(heldNote({ sockets: null, socketsUnavailable: 'denied' })).toBe('sockets.held.denied');
  expect(heldNote({ socketsUnavailable: 'unsupported' })).toBe('sockets.held.unsupported');
});

test('a list that may not be whole says so', () => {
  expect(heldNote({ sockets: one, socketsUnavailable: 'denied' })).toBe('sockets.held.some_denied');
  expect(heldNote({ sockets: one, socketsUnavailable: null })).toBeUndefined();
});
