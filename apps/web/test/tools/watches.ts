/**
 * What is measured inside the page, by its own clock.
 *
 * @module
 */
import type { Page } from 'playwright-core';

/** Runs in the page, before its own scripts: notes when the first of these is drawn. */
export function watchOpening(selector: string): void {
  const look = (): void => {
    if (document.querySelector(selector) === null) requestAnimationFrame(look);
    else Object.assign(globalThis, { openedAt: performance.now() });
  };
  requestAnimationFrame(look);
}

export async function openedWithin(page: Page): Promise<number> {
  await page.waitForFunction(() => 'openedAt' in globalThis);
  return page.evaluate(() => (globalThis as unknown as { openedAt: number }).openedAt);
}

/** Runs in the page: notes how long each key takes until it is painted. */
export function watchTyping(): void {
  const typed: number[] = [];
  Object.assign(globalThis, { typed });
  document.addEventListener(
    'keydown',
    () => {
      const start = performance.now();
      // What is posted in a frame runs after it is painted.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener('message', () => void typed.push(performance.now() - start));
        port1.start();
        port2.postMessage(0);
      });
    },
    { capture: true },
  );
}

/** Clicks on a link of the list, and resolves to the ms until its messages are painted. */
export function switchTo(page: Page, selector: string, { title = '' } = {}): Promise<number> {
  return page.evaluate(
    async ([links, name]) => {
      const link = [...document.querySelectorAll<HTMLElement>(links)].find(({ textContent }) =>
        textContent.includes(name),
      );
      if (link === undefined) throw new Error(`there is no ${links} ${name}`);
      const path = new URL((link as HTMLAnchorElement).href).pathname;
      const old = document.querySelector('[data-timeline]');
      const start = performance.now();
      link.click();
      const isThere = (): boolean => {
        const view = document.querySelector('[data-timeline]');
        return (
          location.pathname === path &&
          view !== null &&
          (view !== old || old === null) &&
          view.querySelector('[data-seq], [data-row]') !== null
        );
      };
      while (!isThere()) {
        if (performance.now() - start > 20_000) throw new Error(`${path} was not drawn`);
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      return performance.now() - start;
    },
    [selector, title] as const,
  );
}

/** Gaps between frames, in ms, while something happens. */
export async function framesOf(page: Page, happens: () => Promise<unknown>): Promise<number[]> {
  await page.evaluate(() => {
    const gaps: number[] = [];
    const state = { gaps, isOver: false };
    Object.assign(globalThis, { frames: state });
    let last = performance.now();
    const next = (now: number): void => {
      gaps.push(now - last);
      last = now;
      if (!state.isOver) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  await happens();
  return page.evaluate(() => {
    const { frames } = globalThis as unknown as { frames: { gaps: number[]; isOver: boolean } };
    frames.isOver = true;
    return frames.gaps.slice(1);
  });
}

/** What is typed into a field. */
export const TEXT = 'But soft, what light through yonder window breaks? '.repeat(4);

/** The ms of each key, since {@link watchTyping}. */
export function typed(page: Page): Promise<number[]> {
  return page.evaluate(() => (globalThis as unknown as { typed: number[] }).typed);
}

/** Scrolls what is there upwards, as a quick hand does. */
export async function wheel(page: Page, at: { readonly x: number; readonly y: number }): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const hand = { yDistance: 15_000, speed: 3000, gestureSourceType: 'mouse' } as const;
  await devtools.send('Input.synthesizeScrollGesture', { ...at, ...hand });
  await devtools.detach();
}
