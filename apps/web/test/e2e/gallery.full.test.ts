/** The primitives by keyboard, on the page that shows all of them. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { createServer } from 'vite';
import type { ViteDevServer } from 'vite';
import { closeBrowser, openContext, skip } from './support/stage.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('primitives', { skip }, () => {
  let server: ViteDevServer;
  let context: BrowserContext;
  let page: Page;
  let windows: Locator;

  const open = async (): Promise<void> => {
    page = await context.newPage();
    windows = page.getByRole('region', { name: 'Windows' });
    // The development server makes the modules when they are first asked for.
    await page.goto(new URL('/gallery?sample', server.resolvedUrls?.local[0]).href);
    await button('Dialog').waitFor();
  };

  before(async () => {
    process.env['POSTHORN_SERVER'] = 'none';
    server = await createServer({
      root: ROOT,
      configFile: `${ROOT}vite.config.ts`,
      server: { port: 0, host: '127.0.0.1' },
      logLevel: 'error',
    });
    await server.listen();
    context = await openContext();
    await open();
  });

  // Whatever a test that failed has left open is not in the way of the next one.
  afterEach(async (t) => {
    if (!('passed' in t) || t.passed) return;
    await page.close();
    await open();
  });

  after(async () => {
    await closeBrowser();
    await server.close();
  });

  const button = (name: string): Locator => windows.getByRole('button', { name, exact: true });

  /** Waits until it has the focus. */
  const hasFocus = async (element: Locator): Promise<void> => {
    const handle = await element.elementHandle();
    await page.waitForFunction((node) => node === document.activeElement, handle);
  };

  /** Waits until the focus is inside: from the end of a dialog it goes to its beginning in the next frame. */
  const holdsFocus = async (element: Locator): Promise<void> => {
    const handle = await element.elementHandle();
    await page.waitForFunction((node) => node?.contains(document.activeElement), handle);
  };

  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };

  it('a menu is opened, walked through and closed by keys, and gives the focus back', async () => {
    await button('More').focus();
    await press('Enter');
    await holdsFocus(page.getByRole('menu'));
    await press('ArrowDown');
    await hasFocus(page.getByRole('menuitem', { name: /^Copy text/ }));
    await press('ArrowDown', 'ArrowDown');
    await hasFocus(page.getByRole('menuitem', { name: 'Forward to' }));
    await press('ArrowRight');
    await hasFocus(page.getByRole('menuitem', { name: 'Mercutio' }));
    await press('Escape');
    await page.getByRole('menuitem', { name: 'Mercutio' }).waitFor({ state: 'detached' });
    await holdsFocus(page.getByRole('menu'));
    await press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await hasFocus(button('More'));
  });

  it('the menu key opens a context menu', async () => {
    await button('Right click me').focus();
    await press('Shift+F10');
    await holdsFocus(page.getByRole('menu'));
    await press('ArrowDown');
    await hasFocus(page.getByRole('menuitem', { name: /^Copy text/ }));
    await press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await hasFocus(button('Right click me'));
  });

  it('a dialog begins at its first field, keeps the focus inside, and gives it back', async () => {
    await button('Dialog').focus();
    await press('Enter');
    const dialog = page.getByRole('dialog', { name: 'New group' });
    await hasFocus(dialog.getByRole('textbox', { name: 'Group name' }));
    for (let count = 0; count < 6; count += 1) {
      await press('Tab');
      await holdsFocus(dialog);
    }
    await press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await hasFocus(button('Dialog'));
  });

  it('keys that come faster than frames do not leave a dialog', async () => {
    await button('Dialog').focus();
    await press('Enter');
    const dialog = page.getByRole('dialog', { name: 'New group' });
    await hasFocus(dialog.getByRole('textbox', { name: 'Group name' }));
    const release = await page.evaluateHandle(() => {
      const real = requestAnimationFrame;
      const held: FrameRequestCallback[] = [];
      globalThis.requestAnimationFrame = (callback) => held.push(callback);
      return () => {
        globalThis.requestAnimationFrame = real;
        for (const callback of held) real(callback);
      };
    });
    for (const key of ['Tab', 'Shift+Tab'])
      for (let count = 0; count < 12; count += 1) {
        await press(key);
        assert.ok(
          await page.evaluate(() => document.activeElement?.closest('[data-base-ui-portal]') !== null),
          `${key} ${count}`,
        );
      }
    await release.evaluate((frames) => frames());
    await holdsFocus(dialog);
    await press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('a window that closes cannot be pressed again', async () => {
    await button('Question').focus();
    await press('Enter');
    await hasFocus(page.getByRole('button', { name: 'Cancel', exact: true }));
    // It fades as long as the test looks at it.
    const style = await page.addStyleTag({
      content: '[role=dialog] { transition-duration: 60s !important; }',
    });
    await press('Enter');
    const fading = page.locator('[role=dialog][data-ending-style]');
    await fading.waitFor();
    await page.waitForFunction(() => document.activeElement?.closest('[role=dialog]') === null);
    await style.evaluate((element) => (element as Element).remove());
    await page.evaluate(() => {
      for (const animation of document.getAnimations())
        if (animation instanceof CSSTransition) animation.finish();
    });
    await fading.waitFor({ state: 'detached' });
    await hasFocus(button('Question'));
  });

  it('a question that is closed is answered with no', async () => {
    await button('Question').focus();
    await press('Enter');
    await hasFocus(page.getByRole('button', { name: 'Cancel', exact: true }));
    await press('Escape');
    await page.getByText('Stayed').waitFor();
    await hasFocus(button('Question'));
  });

  it('arrow keys go from tab to tab, Home and End to the ends', async () => {
    const tabs = page.getByRole('tablist', { name: 'Details' });
    await tabs.getByRole('tab', { selected: true }).focus();
    await press('ArrowRight');
    await hasFocus(tabs.getByRole('tab', { name: 'Media', selected: true }));
    await press('End');
    await hasFocus(tabs.getByRole('tab', { name: 'Files', selected: true }));
    await press('ArrowRight');
    await hasFocus(tabs.getByRole('tab', { name: /^Members/, selected: true }));
  });

  it('the keyboard is told what a button does', async () => {
    await page.getByRole('button', { name: 'Search', exact: true }).first().focus();
    await press('Tab', 'Shift+Tab');
    await page.locator('[aria-hidden="true"]', { hasText: /^Search$/ }).waitFor();
  });
});
