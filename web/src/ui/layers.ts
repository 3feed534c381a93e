import { useCallback, useEffect, useRef } from 'react';

/// What lies above the page: drawers, dialogs, dialogs above dialogs; the uppermost last.
const layers: symbol[] = [];

/// Lets only the uppermost layer be closed: Escape reaches each of them.
export function useClosable(close: () => void): () => void {
  const layer = useRef(Symbol('layer'));
  useEffect(() => {
    const own = layer.current;
    layers.push(own);
    return () => {
      // After the event that closed it: the layer below must not take that for its own.
      setTimeout(() => layers.splice(layers.indexOf(own), 1));
    };
  }, []);
  return useCallback(() => {
    if (layers.at(-1) === layer.current) close();
  }, [close]);
}
