/**
 * The figures of the benchmark, and how each is taken.
 *
 * @module
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@posthorn/client';
import { settled, until } from '../e2e/support/moments.ts';
import type { Locator, Page } from 'playwright-core';
import type { Person } from '../e2e/support/person.ts';
import type { Stage } from '../e2e/support/stage.ts';
import { readAll } from '../e2e/support/talk.ts';
import { frameFloor, openingFloor, scrollFloor, switchFloor, typingFloor } from './floors.ts';
import { keptBytes } from './heap.ts';
import {
  framesOf,
  openedWithin,
  switchTo,
  TEXT,
  typed,
  watchOpening,
  watchTyping,
  wheel,
} from './watches.ts';
import { missedWords, quantile, slowWords, tookWords, workWords } from './words.ts';
import { watchWork } from './work.ts';

export interface Figure {
  readonly name: string;
  readonly target: string;
  readonly take: (stage: Stage) => Promise<string>;
  /** The same of a page with next to nothing in it. */
  readonly floor?: (stage: Stage) => Promise<string>;
}

export function figures(isSmall: boolean): readonly Figure[] {
  const conversations = isSmall ? 200 : 5000;
  const messages = isSmall ? 3000 : 100_000;
  const switches = isSmall ? 60 : 500;
  const heapSwitches = isSmall ? 100 : 1000;
  const seconds = isSmall ? 10 : 60;
  return [
    { name: 'first load, gzip or br', target: '≤ 200 KB', take: firstLoad },
    {
      name: `opening with ${conversations} conversations from local data, median`,
      target: '≤ 500 ms',
      take: (stage) => opening(stage, conversations),
      floor: ({ url }) => openingFloor(url),
    },
    {
      name: `switching chats, ${switches} times, p95`,
      target: '≤ 100 ms',
      take: (stage) => switching(stage, switches),
      floor: () => switchFloor(switches),
    },
    {
      name: `a conversation of ${messages} messages: opened, and missed frames while it is scrolled`,
      target: '≤ 100 ms, 0 %',
      take: (stage) => large(stage, messages),
      floor: scrollFloor,
    },
    {
      name: 'typing while 10 messages a second arrive, p95',
      target: '≤ 16 ms',
      take: typing,
      floor: typingFloor,
    },
    {
      name: `50 messages a second for ${seconds} s: frames over 50 ms`,
      target: '0',
      take: (stage) => busy(stage, seconds),
      floor: () => frameFloor(seconds),
    },
    {
      name: `what the page keeps after ${heapSwitches} switches`,
      target: '≤ +10 %',
      take: (stage) => heap(stage, heapSwitches),
    },
  ];
}

/** Scripts and styles until the list is there, as they come over the wire. */
async function firstLoad(stage: Stage): Promise<string> {
  const romeo = await stage.stranger('romeo');
  await stage.logIn(romeo);
  const devtools = await romeo.devtools();
  await devtools.send('Network.enable');
  const kinds = new Map<string, string>();
  let bytes = 0;
  devtools.on('Network.responseReceived', ({ requestId, type }) => void kinds.set(requestId, type));
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (['Script', 'Stylesheet', 'Document'].includes(kinds.get(requestId) ?? '')) bytes += encodedDataLength;
  });
  await romeo.open();
  await romeo.list.getByRole('link').first().waitFor();
  return `${Math.round(bytes / 1024)} KB`;
}

/** From the navigation to the list on the screen; the second and later times that the page is opened. */
async function opening(stage: Stage, count: number): Promise<string> {
  const client = await stage.client('romeo');
  await groups(client, count);
  const romeo = await stage.person('romeo');
  await romeo.list.getByRole('link').first().waitFor();
  await onDevice(romeo.page, count);
  await romeo.page.addInitScript(watchOpening, 'nav a[href*="c/"]');
  const tookMs: number[] = [];
  for (let round = 0; round < 5; round++) {
    await romeo.page.reload();
    await romeo.list.getByRole('link').first().waitFor();
    tookMs.push(await openedWithin(romeo.page));
  }
  return `${Math.round(quantile(tookMs, 0.5))} ms`;
}

/** Resolves when all of the list has been written down by the engine. */
async function onDevice(page: Page, count: number): Promise<void> {
  await until(() =>
    page.evaluate(async (wanted) => {
      const settle = <T>(asked: IDBRequest<T>): Promise<T> =>
        new Promise((resolve, reject) => {
          asked.addEventListener('success', () => resolve(asked.result));
          asked.addEventListener('error', () => reject(new Error('IndexedDB', { cause: asked.error })));
        });
      const databases = await indexedDB.databases();
      const name = databases.find((each) => each.name?.endsWith('/seen') === true)?.name;
      if (name === undefined) return false;
      const database = await settle(indexedDB.open(name));
      const kept = await settle(database.transaction('conversations').objectStore('conversations').count());
      database.close();
      return kept >= wanted;
    }, count),
  );
}

async function switching(stage: Stage, count: number): Promise<string> {
  const romeo = await withGroups(stage);
  const work = await watchWork(romeo);
  const before = await work();
  const tookMs = await switched(romeo, count);
  return `${tookWords(tookMs)}, ${workWords((await work()) - before, count, 'each')}`;
}

async function large(stage: Stage, count: number): Promise<string> {
  const client = await stage.client('romeo');
  const juliet = await stage.client('juliet');
  const { conversation } = await juliet.send({ to: 'romeo' }, 'line 1').done;
  for (let sent = 1; sent < count; sent += 1000) {
    const batch = Array.from({ length: Math.min(1000, count - sent) }, (_, at) => `line ${sent + at + 1}`);
    await Promise.all(batch.map((text) => juliet.send({ conversation }, text).done));
  }
  await readAll(client, conversation);
  await groups(client, 1);
  const romeo = await stage.person('romeo');
  await romeo.conversation('juliet').waitFor();
  // Once, so that the newest messages are on the device.
  await switchTo(romeo.page, `a[href$="c/${conversation}"]`);
  await switchTo(romeo.page, 'a[href*="c/"]:not([aria-current])');
  const tookMs = await switchTo(romeo.page, `a[href$="c/${conversation}"]`);
  await settled(romeo);
  const box = await romeo.timeline.boundingBox();
  const middle = { x: (box?.x ?? 0) + 200, y: (box?.y ?? 0) + 200 };
  const frames = await framesOf(romeo.page, () => wheel(romeo.page, middle));
  return `${Math.round(tookMs)} ms, ${missedWords(frames)}`;
}

async function typing(stage: Stage): Promise<string> {
  const { romeo, juliet, conversation } = await inChat(stage);
  const over = new AbortController();
  const arriving = stream({ from: juliet, conversation, perSecond: 10, over: over.signal });
  await romeo.composer.click();
  await romeo.page.evaluate(watchTyping);
  const work = await watchWork(romeo);
  const before = await work();
  await romeo.composer.pressSequentially(TEXT, { delay: 40, timeout: 60_000 });
  const worked = (await work()) - before;
  const tookMs = await typed(romeo.page);
  over.abort();
  await arriving;
  return `${tookWords(tookMs, 1)}, ${workWords(worked, TEXT.length, 'a key, with what arrives')}`;
}

async function busy(stage: Stage, seconds: number): Promise<string> {
  const { romeo, juliet, conversation } = await inChat(stage);
  const over = new AbortController();
  const work = await watchWork(romeo);
  const before = await work();
  const frames = await framesOf(romeo.page, async () => {
    const arriving = stream({ from: juliet, conversation, perSecond: 50, over: over.signal });
    await pause(seconds * 1000);
    over.abort();
    await arriving;
  });
  return `${slowWords(frames)}, ${workWords((await work()) - before, seconds, 'a second')}`;
}

async function heap(stage: Stage, count: number): Promise<string> {
  const romeo = await withGroups(stage);
  // Each chat often enough that what is kept is kept.
  await switched(romeo, 100);
  const before = await keptBytes(romeo);
  await switched(romeo, count);
  const after = await keptBytes(romeo);
  const MIB = 1_048_576;
  const growth = Math.round((100 * (after - before)) / before);
  return `${growth >= 0 ? '+' : ''}${growth} % (${(before / MIB).toFixed(1)} to ${(after / MIB).toFixed(1)} MiB)`;
}

async function groups(client: Client, count: number): Promise<void> {
  const AT_ONCE = 50;
  for (let made = 0; made < count; made += AT_ONCE) {
    const titles = Array.from({ length: Math.min(AT_ONCE, count - made) }, (_, at) => `Group ${made + at}`);
    await Promise.all(titles.map((title) => client.call('createGroup', { title, members: [] })));
  }
}

/** Somebody with eight groups, with a page of messages each, whose page has loaded what it loads once. */
export async function withGroups(stage: Stage): Promise<Person> {
  const client = await stage.client('romeo');
  for (let index = 0; index < 8; index++) {
    const { id: conversation } = await client.call('createGroup', { title: `Group ${index}`, members: [] });
    const texts = Array.from({ length: 40 }, (_, at) => `${index}: line ${at}`);
    await Promise.all(texts.map((text) => client.send({ conversation }, text).done));
  }
  const romeo = await stage.person('romeo');
  await romeo.goTo('Group 7');
  await loadParts(romeo);
  return romeo;
}

/** Menus, windows and the names of all emoji, which a page loads when it is idle: on a busy machine that is any time. */
async function loadParts({ page, list, chat }: Person): Promise<void> {
  const shown = async (part: Locator): Promise<void> => {
    await part.waitFor();
    await page.keyboard.press('Escape');
    await part.waitFor({ state: 'detached' });
  };
  await list.getByRole('button', { name: 'Menu' }).click();
  await shown(page.getByRole('menuitem', { name: 'Settings' }));
  await page.keyboard.press('Control+/');
  await shown(page.getByRole('dialog', { name: 'Keyboard shortcuts' }));
  await chat.getByRole('button', { name: 'Emoji', exact: true }).click();
  await shown(page.getByRole('dialog', { name: 'Emoji' }).getByRole('gridcell').first());
}

/** Goes from chat to chat. Returns the ms from each click to the first messages on the screen. */
export async function switched(romeo: Person, count: number): Promise<number[]> {
  const tookMs: number[] = [];
  for (let at = 0; at < count; at++)
    tookMs.push(await switchTo(romeo.page, 'nav a[href*="c/"]', { title: `Group ${at % 8}` }));
  return tookMs;
}

async function inChat(stage: Stage) {
  await stage.client('romeo');
  const juliet = await stage.client('juliet');
  const { conversation } = await juliet.send({ to: 'romeo' }, 'line 1').done;
  const romeo = await stage.person('romeo');
  await romeo.open(`/c/${conversation}`);
  await romeo.sees('line 1');
  await settled(romeo);
  return { romeo, juliet, conversation };
}

interface Stream {
  readonly from: Client;
  readonly conversation: number;
  readonly perSecond: number;
  readonly over: AbortSignal;
}

async function stream({ from, conversation, perSecond, over }: Stream): Promise<void> {
  const start = performance.now();
  for (let sent = 0; !over.aborted; sent++) {
    const dueMs = start + (sent * 1000) / perSecond;
    await pause(Math.max(0, dueMs - performance.now()));
    // The client may be closed before the last one is acked.
    await from.send({ conversation }, `message ${sent} of many, with **some** words`).done.catch(() => {});
  }
}
