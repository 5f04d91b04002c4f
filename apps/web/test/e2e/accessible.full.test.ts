/** No screen has a serious fault that axe finds: WCAG 2.2 AA, on a desktop and on a phone; its contrast also in the dark. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { AxeResults, ElementContext, RunOptions } from 'axe-core';
import type { Client } from '@posthorn/client';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { closeBrowser, DESKTOP, PHONE, skip, Stage } from './support/stage.ts';
import type { Person } from './support/person.ts';

after(closeBrowser);

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** The elements at the edges of a menu that pass the focus on at once: it never stays there. */
const asked = {
  tags: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  guards: '[data-base-ui-focus-guard]',
};

/** What is checked, and how one gets there. */
type Screen = readonly [name: string, open: (person: Person) => Promise<void>];

/** Waits until nothing loads or moves any more. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelector('[aria-busy="true"], [role="progressbar"]') === null &&
      // Rows of long lists are hidden until they are measured.
      [...document.querySelectorAll('[data-row], li a')].every(
        (row) => row.getClientRects().length === 0 || getComputedStyle(row).visibility === 'visible',
      ) &&
      // Those that go with the scroll position never end.
      document
        .getAnimations()
        .every(({ playState, timeline }) => playState !== 'running' || timeline !== document.timeline),
  );
}

/** All rules in the light, then the contrast in the dark: nothing else depends on colours. */
async function faultsOf(page: Page, screen: string): Promise<readonly string[]> {
  await settled(page);
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  const light = await look(page, screen, asked.tags);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'dark');
  await settled(page);
  const dark = await look(page, `${screen}, dark`, ['color-contrast']);
  await page.emulateMedia({ colorScheme: 'light' });
  return [...light, ...dark];
}

/** `runOnly`: names of rules, or of groups of them. */
async function look(page: Page, screen: string, runOnly: string[]): Promise<readonly string[]> {
  const { violations } = await page.evaluate(
    async ({ guards, only }): Promise<AxeResults> => {
      // The script above has put it there.
      const { axe } = globalThis as unknown as {
        axe: { run(context: ElementContext, options: RunOptions): Promise<AxeResults> };
      };
      return axe.run({ exclude: [guards] }, { runOnly: only, resultTypes: ['violations'] });
    },
    { guards: asked.guards, only: runOnly },
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.slice(0, 3).map(({ html, any, all, none }) => {
        const [why] = [...any, ...all, ...none];
        return `${screen}: ${id}: ${html.slice(0, 200)}: ${why?.message ?? ''}`;
      }),
    );
}

/** A group with messages, rights and people who wait to be let in. Returns its id. */
async function scene(stage: Stage): Promise<number> {
  const [friar, juliet, nurse, romeo] = await Promise.all(
    ['friar', 'juliet', 'nurse', 'romeo'].map((name) => stage.client(name)),
  );
  assert.ok(friar !== undefined && juliet !== undefined && nurse !== undefined && romeo !== undefined);
  const idOf = (client: Client): number =>
    client.state.name === 'online' ? (client.state.session.user?.id ?? 0) : 0;
  const [julietId, nurseId] = [idOf(juliet), idOf(nurse)];
  const group = await romeo.call('createGroup', {
    title: 'Verona',
    members: [julietId, nurseId],
    clientId: 'verona',
  });
  const conversation = group.id;
  const settings = { topic: 'Two households', join: 'approval' } as const;
  await romeo.call('setGroup', { conversation, settings, clientId: 'settings' });
  const text = '**Good** night, @romeo: `parting` is\n> such sweet sorrow\n\nhttps://verona.example/';
  await juliet.send({ conversation }, text).done;
  const options = { options: ['Morrow', 'Never'] };
  await nurse.send({ conversation }, { text: 'When?', kind: { case: 'poll', value: options } }).done;
  await romeo.send({ conversation }, { text: 'Soon', replyTo: 4 }).done;
  await juliet.send({ to: 'romeo' }, 'Are you there?').done;
  await friar.call('joinGroup', { conversation, text: 'I bring letters', clientId: 'join' });
  await nurse.call('addContact', { user: (await juliet.user('romeo'))?.id ?? 0, text: 'It is me' });
  await nurse.call('reportAbuse', { user: julietId, reason: 'Is up too late' });
  return conversation;
}

/** Goes to a path of the client without loading it anew, as its links do. */
async function visit({ page }: Person, path: string): Promise<void> {
  await page.evaluate((to) => history.pushState(null, '', new URL(to, document.baseURI)), `.${path}`);
}

const heading = (person: Person, name: string): Promise<void> =>
  person.page.getByRole('heading', { name }).first().waitFor();

/** What everybody sees. `group`: one that the user owns. */
function screens(group: number): readonly Screen[] {
  const details = (tab: string): Screen => [
    `details ${tab}`,
    async (person) => {
      await visit(person, `/c/${group}?details=${tab}`);
      const pane = person.page.getByRole('complementary', { name: 'Details' });
      await pane.waitFor();
      if (tab === 'members') await pane.getByRole('link', { name: /^juliet/ }).waitFor();
    },
  ];
  const page = (path: string): Screen => [path, async (person) => visit(person, path)];
  return [
    page('/'),
    [
      'chat',
      async (person) => {
        await visit(person, `/c/${group}`);
        await heading(person, 'Verona');
        await person.sees('Soon');
      },
    ],
    ...[
      'members',
      'media',
      'pins',
      'settings',
      'invites',
      'requests',
      'bans',
      'threads',
      'stars',
      'scheduled',
    ].map(details),
    page(`/c/${group}?search=night`),
    page('/u/nurse'),
    page('/u/romeo'),
    page('/join/nothing'),
    page('/nowhere/at/all'),
    ...[
      'profile',
      'appearance',
      'notifications',
      'privacy',
      'sessions',
      'security',
      'data',
      'keyboard',
      'about',
    ].map((name) => page(`/settings/${name}`)),
  ];
}

/** Windows and menus over the first screen. */
function windows(): readonly Screen[] {
  return [
    [
      'switcher',
      async (person) => {
        await person.page.keyboard.press('Control+k');
        await person.page.getByRole('combobox', { name: 'Go to' }).fill('ju');
        await person.page
          .getByRole('option', { name: /juliet/ })
          .first()
          .waitFor();
      },
    ],
    [
      'new conversation',
      async (person) => {
        await person.page.keyboard.press('Alt+n');
        const dialog = person.page.getByRole('dialog', { name: 'New conversation' });
        await dialog.getByRole('button', { name: /^Group/ }).click();
        await dialog.getByRole('textbox', { name: 'Group name' }).waitFor();
      },
    ],
    ...['Contacts', 'Find groups'].map((name): Screen => [
      name,
      async (person) => {
        await person.list.getByRole('button', { name: 'Menu' }).click();
        await person.item(new RegExp(`^${name}`)).click();
        await person.page.getByRole('dialog', { name }).waitFor();
      },
    ]),
    [
      'menu of a conversation',
      async (person) => {
        await person.conversation('Verona').click({ button: 'right' });
        await person.item('Archive').waitFor();
      },
    ],
    [
      'keys',
      async (person) => {
        await person.page.keyboard.press('Control+/');
        await person.page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
      },
    ],
  ];
}

const ADMIN = ['overview', 'users', 'reports', 'audit', 'search', 'server'];

async function check(t: TestContext, options: BrowserContextOptions): Promise<void> {
  const stage = await Stage.open(t);
  const group = await scene(stage);
  const found: string[] = [];
  const stranger = await stage.stranger('stranger', options);
  for (const path of ['/login', '/register']) {
    await stranger.open(path);
    await stranger.page.getByLabel('Password', { exact: true }).waitFor();
    found.push(...(await faultsOf(stranger.page, path)));
  }
  const romeo = await stage.person('romeo', options);
  for (const [name, open] of screens(group)) {
    await open(romeo);
    found.push(...(await faultsOf(romeo.page, name)));
  }
  for (const [name, open] of windows()) {
    await visit(romeo, '/');
    await romeo.list.waitFor();
    await open(romeo);
    found.push(...(await faultsOf(romeo.page, name)));
    await romeo.page.keyboard.press('Escape');
    await romeo.page.locator('[role=dialog], [role=menu]').first().waitFor({ state: 'detached' });
  }
  const friar = await stage.person('friar', options);
  for (const name of ADMIN) {
    await visit(friar, `/admin/${name}`);
    await heading(friar, 'Administration');
    found.push(...(await faultsOf(friar.page, `admin ${name}`)));
  }
  assert.deepEqual(found, []);
}

describe('axe finds nothing serious', { skip, concurrency: true }, () => {
  for (const [device, options] of [
    ['a desktop', DESKTOP],
    ['a phone', PHONE],
  ] as const) {
    it(`on ${device}`, (t) => check(t, { ...options, colorScheme: 'light', reducedMotion: 'reduce' }));
  }
});
