import { useEffect, useRef } from 'react';

/// A box that shows the end of what grows in it, unless somebody scrolled up to read.
export function useScrolledToEnd(content: unknown) {
  const box = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const onScroll = () => {
      following.current = element.scrollHeight - element.scrollTop - element.clientHeight < 30;
    };
    element.addEventListener('scroll', onScroll);
    return () => element.removeEventListener('scroll', onScroll);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: new content is what moves the end.
  useEffect(() => {
    if (following.current && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [content]);
  return box;
}
