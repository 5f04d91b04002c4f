/**
 * Short news at the foot of the page: `toast('Copied')`, with an action such as Undo.
 *
 * @module
 */
import { useEffect, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { X } from 'lucide-react';
import { Button, IconButton } from './button.tsx';
import { Signal } from './signal.ts';
import styles from './toast.module.css';

export interface ToastOptions {
  readonly kind?: 'plain' | 'error';
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Stays until it is closed. */
  readonly stays?: boolean;
}

interface Toast extends ToastOptions {
  readonly id: number;
  readonly text: string;
}

const SHOWN_MS = 5_000;
const MOST = 3;

// The foot of a page is one; whoever tells something need not be a component.
const toasts = new Signal<readonly Toast[]>([]);
let lastId = 0;

/** Shows a text for some seconds. Returns a function that takes it away. */
export function toast(text: string, options: ToastOptions = {}): () => void {
  lastId += 1;
  const id = lastId;
  // What is told again is told once.
  const others = toasts.get().filter((shown) => shown.text !== text);
  toasts.set([...others, { ...options, id, text }].slice(-MOST));
  return () => {
    toasts.set(toasts.get().filter((shown) => shown.id !== id));
  };
}

/** Where toasts are shown; once in a page. */
export function Toasts(): ReactNode {
  const { i18n } = useLingui();
  const shown = useSyncExternalStore(toasts.subscribe, toasts.get);
  return (
    <div className={styles.toasts} role="region" aria-label={i18n._('News')}>
      {shown.map((one) => (
        <ToastItem key={one.id} toast={one} />
      ))}
    </div>
  );
}

function ToastItem({
  toast: { id, text, kind = 'plain', action, stays = false },
}: {
  readonly toast: Toast;
}): ReactNode {
  const { i18n } = useLingui();
  const close = (): void => {
    toasts.set(toasts.get().filter((shown) => shown.id !== id));
  };
  useEffect(() => {
    if (stays) return undefined;
    const timer = setTimeout(close, action === undefined ? SHOWN_MS : SHOWN_MS * 1.6);
    return () => {
      clearTimeout(timer);
    };
  }, [id, stays]);
  return (
    <div className={styles.toast} data-kind={kind} role={kind === 'error' ? 'alert' : 'status'}>
      <span className={styles.text}>{text}</span>
      {action !== undefined && (
        <Button
          kind="quiet"
          size="s"
          onClick={() => {
            close();
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton size="s" icon={X} label={i18n._('Close')} onClick={close} />
    </div>
  );
}
