/**
 * What this machine and its browser take for a page with next to nothing in it, measured as the page of the client is. Without
 * a graphics card the processor draws, so that no page can be quicker.
 *
 * @module
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { DESKTOP, openContext } from '../e2e/support/stage.ts';
import { framesOf, TEXT, typed, watchTyping, wheel } from './watches.ts';
import { missedWords, quantile, slowWords, tookWords } from './words.ts';

/** A textarea, and nothing that arrives. */
export function typingFloor(): Promise<string> {
  return inPage('<textarea style="width: 600px"></textarea>', async (page) => {
    const area = page.locator('textarea');
    await area.click();
    await page.evaluate(watchTyping);
    await area.pressSequentially(TEXT, { delay: 40, timeout: 60_000 });
    return tookWords(await typed(page), 1);
  });
}

/** As many lines of text as a timeline has. */
export function scrollFloor(): Promise<string> {
  const line = '<p style="margin: 0; line-height: 38px">line</p>';
  return inPage(`<div style="height: 760px; overflow: auto">${line.repeat(600)}</div>`, async (page) => {
    await page.locator('div').evaluate((box) => void (box.scrollTop = box.scrollHeight));
    return missedWords(await framesOf(page, () => wheel(page, { x: 300, y: 300 })));
  });
}

/** Nothing but frames. */
export function frameFloor(seconds: number): Promise<string> {
  return inPage('', async (page) => slowWords(await framesOf(page, () => pause(seconds * 1000))));
}

/** From a click to the next frame, in which thirty lines take the place of others. */
export function switchFloor(count: number): Promise<string> {
  return inPage('<a href="#">go</a><main></main>', async (page) => {
    const tookMs = await page.evaluate(async (times) => {
      const took: number[] = [];
      const [link, main] = [document.querySelector('a'), document.querySelector('main')];
      link?.addEventListener('click', () => {
        const lines = Array.from({ length: 30 }, () => {
          const line = document.createElement('p');
          line.textContent = 'line';
          return line;
        });
        main?.replaceChildren(...lines);
      });
      for (let at = 0; at < times; at++) {
        const start = performance.now();
        link?.click();
        await new Promise((resolve) => requestAnimationFrame(resolve));
        took.push(performance.now() - start);
      }
      return took;
    }, count);
    return tookWords(tookMs);
  });
}

/** From the navigation to a line of text. */
export function openingFloor(url: string): Promise<string> {
  return inPage('', async (page) => {
    const tookMs: number[] = [];
    for (let round = 0; round < 5; round++) {
      await page.goto(`${url}/v1/server`);
      tookMs.push(
        await page.evaluate(
          () => new Promise<number>((resolve) => requestAnimationFrame(() => resolve(performance.now()))),
        ),
      );
    }
    return `${Math.round(quantile(tookMs, 0.5))} ms`;
  });
}

async function inPage(body: string, measure: (page: Page) => Promise<string>): Promise<string> {
  const context = await openContext(DESKTOP);
  const page = await context.newPage();
  await page.setContent(`<!doctype html><body style="font: 15px sans-serif">${body}</body>`);
  const value = await measure(page);
  await context.close();
  return value;
}
