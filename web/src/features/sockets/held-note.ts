import type { ProcessDetail } from '../../api/model';

/// What to say beside the list: what could not be read is not the same as none.
export function heldNote({ sockets, socketsUnavailable: why }: Pick<ProcessDetail, 'sockets' | 'socketsUnavailable'>) {
  if (why != null) return `sockets.held.${sockets == null ? why : `some_${why}`}`;
  return sockets?.length === 0 ? 'sockets.held.none' : undefined;
}
