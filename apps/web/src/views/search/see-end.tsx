/**
 * Tells when the end of a list comes into sight.
 *
 * @module
 */
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';

/** Stands behind the last row. `onSeen` may be called again while it stays in sight and `turn` changes. */
export function SeeEnd({ onSeen, turn }: { readonly onSeen: () => void; readonly turn: number }): ReactNode {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (end.current === null) return undefined;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting === true) onSeen();
      },
      { rootMargin: '300px' },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [onSeen, turn]);
  return <div ref={end} aria-hidden="true" />;
}
