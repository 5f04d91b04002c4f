/**
 * Several views of one thing, one at a time. Arrow keys go from tab to tab.
 *
 * @module
 */
import { useId, useRef } from 'react';
import type { KeyboardEvent, ReactNode, WheelEvent } from 'react';
import { join } from './class-names.ts';
import styles from './tabs.module.css';

export interface Tab<T extends string> {
  readonly id: T;
  readonly label: string;
  readonly count?: number;
}

export interface TabsProps<T extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<T>[];
  readonly value: T;
  readonly onChange: (id: T) => void;
  /** `line`: above a pane. `pill`: filters of a list. */
  readonly kind?: 'line' | 'pill';
  readonly className?: string | undefined;
  /** What the chosen tab shows. Without it the tabs choose what is shown elsewhere. */
  readonly children?: ReactNode;
}

export function Tabs<T extends string>({
  label,
  tabs,
  value,
  onChange,
  kind = 'line',
  className,
  children,
}: TabsProps<T>): ReactNode {
  const id = useId();
  const bar = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent): void => {
    const at = tabs.findIndex((tab) => tab.id === value);
    const to = target(event.key, at, tabs.length);
    const tab = to === undefined ? undefined : tabs[to];
    if (tab === undefined || to === undefined) return;
    event.preventDefault();
    onChange(tab.id);
    bar.current?.querySelectorAll<HTMLElement>('[role="tab"]')[to]?.focus();
  };
  return (
    <>
      <div
        ref={bar}
        className={join(styles.tabs, className)}
        data-kind={kind}
        role="tablist"
        aria-label={label}
        onKeyDown={move}
        onWheel={scroll}
      >
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${id}-${tab.id}`}
            className={styles.tab}
            aria-selected={tab.id === value}
            aria-controls={children === undefined ? undefined : `${id}-panel`}
            tabIndex={tab.id === value ? 0 : -1}
            onClick={() => {
              onChange(tab.id);
            }}
          >
            {tab.label}
            {tab.count !== undefined && tab.count > 0 && <b className={styles.count}>{tab.count}</b>}
          </button>
        ))}
      </div>
      {children !== undefined && (
        <div className={styles.panel} role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${value}`}>
          {children}
        </div>
      )}
    </>
  );
}

/** A wheel that turns one way alone reaches the tabs that are not in sight. */
function scroll({ currentTarget: bar, deltaX, deltaY }: WheelEvent): void {
  if (deltaX === 0) bar.scrollLeft += document.documentElement.dir === 'rtl' ? -deltaY : deltaY;
}

/** The tab that a key goes to. */
function target(key: string, at: number, count: number): number | undefined {
  const forward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key === 'ArrowLeft' || key === 'ArrowRight') return (at + (key === forward ? 1 : -1) + count) % count;
  return undefined;
}
