/**
 * Names what the pointer or the keyboard stands on. One element serves the whole page: whatever has the attribute
 * `data-tip`.
 *
 * @module
 */
import { cloneElement, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import styles from './tooltip.module.css';

const DELAY_MS = 450;
/** After one was shown, the next comes at once for this long. */
const WARM_MS = 600;

/** Adds a tooltip to an element. Its text is also the element's description. */
export function Tooltip({
  text,
  children,
}: {
  readonly text: string;
  readonly children: ReactElement<{ 'data-tip'?: string; 'aria-description'?: string }>;
}): ReactNode {
  return cloneElement(children, { 'data-tip': text, 'aria-description': text });
}

interface Tip {
  readonly text: string;
  readonly at: DOMRect;
}

/** Where tooltips are shown; once in a page. */
export function Tooltips(): ReactNode {
  const [tip, setTip] = useState<Tip | undefined>(undefined);
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => watch(setTip), []);
  useLayoutEffect(() => {
    if (tip === undefined || element.current === null) return;
    const { offsetWidth, offsetHeight, style } = element.current;
    const middle = tip.at.left + tip.at.width / 2 - offsetWidth / 2;
    const above = tip.at.top - offsetHeight - 6;
    style.left = `${String(Math.max(6, Math.min(innerWidth - offsetWidth - 6, middle)))}px`;
    style.top = `${String(above < 6 ? tip.at.bottom + 6 : above)}px`;
  }, [tip]);
  if (tip === undefined) return undefined;
  return (
    <div ref={element} className={styles.tip} dir="auto" aria-hidden>
      {tip.text}
    </div>
  );
}

function watch(show: (tip: Tip | undefined) => void): () => void {
  const ending = new AbortController();
  const options = { signal: ending.signal, passive: true, capture: true } as const;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let on: Element | undefined;
  let shownAt = -Infinity;
  let isShown = false;
  const hide = (): void => {
    clearTimeout(timer);
    on = undefined;
    isShown = false;
    show(undefined);
  };
  const point = (target: EventTarget | null, delayMs: number): void => {
    const found = target instanceof Element ? target.closest('[data-tip]') : null;
    if (found === on) return;
    if (found === null) {
      if (on !== undefined) hide();
      return;
    }
    clearTimeout(timer);
    on = found;
    timer = setTimeout(
      () => {
        const text = found.getAttribute('data-tip');
        if (!found.isConnected || text === null || text === '') return;
        shownAt = performance.now();
        isShown = true;
        show({ text, at: found.getBoundingClientRect() });
      },
      performance.now() - shownAt < WARM_MS + DELAY_MS ? Math.min(delayMs, 60) : delayMs,
    );
  };
  document.addEventListener(
    'pointerover',
    (event) => {
      if (event.pointerType === 'mouse') point(event.target, DELAY_MS);
    },
    options,
  );
  document.addEventListener(
    'focusin',
    ({ target }) => {
      if (target instanceof Element && target.matches(':focus-visible')) point(target, DELAY_MS);
      else hide();
    },
    options,
  );
  // What is scrolled into sight by the focus is named when it stands there.
  document.addEventListener('scroll', () => isShown && hide(), options);
  for (const type of ['pointerdown', 'keydown', 'focusout'] as const) {
    document.addEventListener(type, hide, options);
  }
  return () => {
    clearTimeout(timer);
    ending.abort();
  };
}
