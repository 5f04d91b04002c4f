/** What others' users complained of: a new version under open tabs (the numbers are those of the list in docs/web.md). */
import assert from 'node:assert/strict';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { assetsIn, otherPage, ownPage } from '../support/builds.ts';
import { until } from '../support/moments.ts';
import type { Person } from '../support/person.ts';
import { controlled } from '../support/shell.ts';
import { closeBrowser, skip, Stage } from '../support/stage.ts';

after(closeBrowser);

interface Deploy {
  readonly stage: Stage;
  /** Of the build that the tabs have. */
  readonly assets: readonly string[];
  readonly tabs: readonly [Person, Person];
  /** Puts another build in the place of the one that is served, and starts the server again. */
  readonly deploy: () => Promise<void>;
}

async function underOpenTabs(t: TestContext, hasWorkers: boolean): Promise<Deploy> {
  const [served, next] = [await ownPage(t), await otherPage(t, 'next')];
  const assets = await assetsIn(served);
  const stage = await Stage.open(t, { process: true, options: ['--web', served], hasWorkers });
  const romeo = await stage.person('romeo');
  const tabs = [romeo, await romeo.tab()] as const;
  await romeo.list.waitFor();
  await tabs[1].list.waitFor();
  const { server } = stage;
  assert.ok(server !== undefined);
  return {
    stage,
    assets,
    tabs,
    async deploy() {
      const kept = join(server.directory, 'page-assets');
      await until(async () => {
        const names = new Set(await readdir(kept).catch(() => []));
        return assets.every((name) => names.has(name));
      });
      stage.faults.allowNetwork();
      await server.kill();
      await rm(served, { recursive: true });
      await rename(next, served);
      await server.start();
    },
  };
}

/** The mark of the build that a page is of; empty: the first one. */
function buildOf({ page }: Person): Promise<string> {
  return page.evaluate(() => document.querySelector('meta[name=build]')?.getAttribute('content') ?? '');
}

/** Answers of the server, or of the service worker, that are not the asset that was asked for. */
function missing(page: Page, assets: readonly string[]): Promise<readonly string[]> {
  return page.evaluate(async (names) => {
    const wrong: string[] = [];
    for (const name of names) {
      // Not from what the browser keeps itself.
      const url = new URL(`assets/${name}`, document.baseURI);
      const { ok, headers } = await fetch(url, { cache: 'no-store' });
      const type = headers.get('content-type') ?? '';
      if (!ok || type.includes('html')) wrong.push(name);
    }
    return wrong;
  }, assets);
}

/** Opens what is loaded when it is wanted. */
async function usesParts(person: Person): Promise<void> {
  const { page, list, chat } = person;
  await list.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('menuitem', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Log out' }).first().waitFor();
  await person.goTo('Lobby');
  await page.getByRole('button', { name: 'Search here' }).click();
  await page.getByRole('complementary').getByRole('searchbox').waitFor();
  await page.getByRole('button', { name: 'Details', exact: true }).click();
  await page.getByRole('complementary').getByRole('tab').first().waitFor();
  await page.getByRole('button', { name: 'Emoji' }).first().click();
  await page.getByRole('gridcell').first().waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').waitFor();
  await page.keyboard.press('Escape');
  await chat.getByRole('button', { name: 'More ways to send' }).click();
  await page.getByRole('menuitem', { name: 'Poll…' }).click();
  await page.getByRole('dialog').getByLabel('Question').waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await page.getByText('This part could not be loaded').count(), 0);
}

async function missingIsMissing(stage: Stage, { page }: Person): Promise<void> {
  const answer = await fetch(`${stage.url}/assets/page-Gone1234.js`, { headers: { accept: 'text/html' } });
  assert.deepEqual([answer.status, (await answer.text()).includes('<html')], [404, false]);
  stage.faults.allow(/status of 404.*page-Gone1234/);
  const status = await page.evaluate(async () => {
    const { status: code } = await fetch(new URL('assets/page-Gone1234.js', document.baseURI));
    return code;
  });
  assert.equal(status, 404);
}

describe('a deploy under open tabs', { skip }, () => {
  it('27: parts that were not loaded yet still load, and the tab asks before it reloads', async (t) => {
    const { stage, assets, tabs, deploy } = await underOpenTabs(t, true);
    const [romeo, other] = tabs;
    await controlled(romeo);
    await deploy();
    for (const { page } of tabs) {
      await page.bringToFront();
      await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
      await page.getByRole('status', { name: 'New version' }).waitFor();
    }
    await usesParts(romeo);
    assert.deepEqual(await missing(romeo.page, assets), []);
    assert.deepEqual([await buildOf(romeo), await buildOf(other)], ['', '']);
    await missingIsMissing(stage, romeo);
    await romeo.page.bringToFront();
    const loaded = romeo.page.waitForEvent('load');
    await romeo.page
      .getByRole('status', { name: 'New version' })
      .getByRole('button', { name: 'Reload' })
      .click();
    await loaded;
    await romeo.list.waitFor();
    assert.equal(await buildOf(romeo), 'next');
    // The other tab has been asked, and has not been changed.
    await other.page.bringToFront();
    await other.page.getByRole('status', { name: 'New version' }).waitFor();
    await usesParts(other);
    assert.deepEqual(await missing(other.page, assets), []);
    assert.equal(await buildOf(other), '');
  });

  it('27: without a service worker they come from the server, which has kept them', async (t) => {
    const { stage, assets, tabs, deploy } = await underOpenTabs(t, false);
    const [romeo, other] = tabs;
    await deploy();
    for (const tab of tabs) {
      await tab.page.bringToFront();
      await usesParts(tab);
      assert.deepEqual(await missing(tab.page, assets), []);
      assert.equal(await buildOf(tab), '');
    }
    await missingIsMissing(stage, romeo);
    await romeo.page.reload();
    await romeo.list.waitFor();
    assert.deepEqual([await buildOf(romeo), await buildOf(other)], ['next', '']);
    await usesParts(romeo);
  });
});
