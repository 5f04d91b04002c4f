/**
 * What screen readers alone get.
 *
 * @module
 */
import { useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { Signal } from './signal.ts';
import styles from './field.module.css';

export function VisuallyHidden({ children }: { readonly children: ReactNode }): ReactNode {
  return <span className={styles.hidden}>{children}</span>;
}

// A page has one polite voice.
const spoken = new Signal<{ readonly text: string; readonly turn: number }>({ text: '', turn: 0 });

/** Says a text once, when the screen reader has finished what it says. */
export function announce(text: string): void {
  spoken.set({ text, turn: spoken.get().turn + 1 });
}

/** Where texts are said; once in a page. Two places in turn, so that the same text is said again. */
export function LiveRegion(): ReactNode {
  const { text, turn } = useSyncExternalStore(spoken.subscribe, spoken.get);
  return (
    <div className={styles.hidden} aria-live="polite" aria-atomic="true" data-testid="announcements">
      <span>{turn % 2 === 0 ? text : ''}</span>
      <span>{turn % 2 === 1 ? text : ''}</span>
    </div>
  );
}
