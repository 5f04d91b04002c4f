/**
 * A server with the web client, one or two browser processes, and people with a browser context each. Each test fails on what
 * its pages must never do (faults.ts).
 *
 * @module
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect } from '@posthorn/client';
import type { Client } from '@posthorn/client';
import { systemClock } from '@posthorn/server';
import type { Config } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcessOptions } from '@posthorn/testing/in-process';
import { ServerProcess } from '@posthorn/testing/server-process';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { Faults } from './faults.ts';
import { PASSWORD, Person } from './person.ts';
import { ensureWeb } from '../../../../../scripts/web.mjs';

/** Looked up when a browser starts: tools find theirs after this module has loaded. */
function pathOf(kind: Kind): string | undefined {
  const { POSTHORN_CHROMIUM: whole, POSTHORN_CHROMIUM_SHELL: shell = whole } = process.env;
  return kind === 'shell' ? shell : whole;
}

/** For tests: why they cannot run here. */
export const skip = pathOf('whole') === undefined ? 'Chromium is not installed' : false;

const ROOT = fileURLToPath(new URL('../../../../..', import.meta.url));

/** So long anything may take to appear, also on a busy machine. */
const WITHIN_MS = 30_000;

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];

/** A phone of usual size. */
export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};

export const DESKTOP: BrowserContextOptions = { viewport: { width: 1360, height: 860 } };

export interface StageOptions {
  /** A server in a process of its own, which a test may kill and freeze. */
  readonly process?: boolean;
  /** More options of `posthorn start`; with `process` alone. */
  readonly options?: readonly string[];
  /** Other limits of a server in this process. */
  readonly config?: Partial<Config>;
  /** The time of a server in this process. */
  readonly clock?: InProcessOptions['clock'];
  /**
   * Pages keep themselves in a service worker, which costs more than all else that a short test does: for what is about it, or
   * about a server that goes away. Their browser is Chromium as people have it.
   */
  readonly hasWorkers?: boolean;
  /** Without the first account: the page sets the server up. */
  readonly isNew?: boolean;
}

/** Who wants a stage: the context of a test, or a script that measures. */
export interface Host {
  /** Why the test has failed; null: it has not. */
  readonly error: unknown;
  /** Calls this when the test is over. */
  after(close: () => Promise<void>): void;
  diagnostic(text: string): void;
}

/** The headless shell is the same engine at half the cost, without what is around a page, such as notifications. */
type Kind = 'whole' | 'shell';

const browsers = new Map<Kind, Promise<Browser>>();

/** How many times slower than it is the processor seems to pages: 4 shows what a busy machine would find. */
const SLOWDOWN = Number(process.env['POSTHORN_CPU_SLOWDOWN'] ?? 1);

/** One of a kind for all tests of a file: a context is as separate as a browser, and a hundred times as cheap. */
export function launchBrowser(kind: Kind = 'shell'): Promise<Browser> {
  const executablePath = pathOf(kind);
  const launched =
    browsers.get(kind) ??
    chromium.launch({ ...(executablePath !== undefined && { executablePath }), args: FLAGS });
  browsers.set(kind, launched);
  return launched;
}

/** A browser of somebody's own, in which things appear within `WITHIN_MS`; without a service worker unless that is asked for. */
export async function openContext(options: BrowserContextOptions = DESKTOP): Promise<BrowserContext> {
  const { serviceWorkers = 'block' } = options;
  const browser = await launchBrowser(serviceWorkers === 'allow' ? 'whole' : 'shell');
  const context = await browser.newContext({ ...options, serviceWorkers });
  context.setDefaultTimeout(WITHIN_MS * SLOWDOWN);
  if (SLOWDOWN !== 1) context.on('page', (page) => void slowDown(page));
  return context;
}

async function slowDown(page: Page): Promise<void> {
  try {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  } catch (error) {
    if (!page.isClosed()) throw error;
  }
}

interface Place {
  readonly url: string;
  readonly server: ServerProcess | undefined;
  readonly stop: () => Promise<unknown>;
}

async function inProcess({ config, clock = systemClock }: StageOptions): Promise<Place> {
  const directory = await mkdtemp(join(tmpdir(), 'posthorn-e2e-'));
  const place = { web: 'on', files: { kind: 'directory', directory }, ...config } as const;
  const { server, httpUrl } = await startInProcess(place, { clock });
  const stop = async (): Promise<void> => {
    await server.close();
    await rm(directory, { recursive: true });
  };
  return { url: httpUrl, server: undefined, stop };
}

async function onProcess(options: readonly string[]): Promise<Place> {
  const server = await ServerProcess.start(options);
  return { url: server.httpUrl, server, stop: () => server.remove() };
}

export class Stage {
  readonly url: string;
  /** Where browsers find the server: another path to it, if a test has put one between. */
  pageUrl: string;
  /** With the option `process`. */
  readonly server: ServerProcess | undefined;
  readonly faults = new Faults();
  readonly #t: Host;
  readonly #serviceWorkers: 'allow' | 'block';
  readonly #stop: () => Promise<unknown>;
  readonly #people: Person[] = [];
  readonly #clients: Client[] = [];

  private constructor(t: Host, { url, server, stop }: Place, hasWorkers: boolean) {
    this.#t = t;
    this.#serviceWorkers = hasWorkers ? 'allow' : 'block';
    this.url = this.pageUrl = url;
    this.server = server;
    this.#stop = stop;
  }

  /** A server that has its first account, and closes with the test. */
  static async open(
    t: Host,
    {
      process: isProcess = false,
      options = [],
      hasWorkers = false,
      isNew = false,
      ...here
    }: StageOptions = {},
  ): Promise<Stage> {
    await ensureWeb(ROOT, process.execPath);
    const stage = new Stage(t, await (isProcess ? onProcess(options) : inProcess(here)), hasWorkers);
    t.after(() => stage.#close());
    if (isNew) return stage;
    await (await stage.client('friar')).close();
    return stage;
  }

  /** The pages first: what they print when the server goes is no fault. */
  async #close(): Promise<void> {
    const found = this.faults.all;
    for (const person of this.#people) {
      if (this.#t.error !== null) await tellOf(this.#t, person);
      await person.context.close();
    }
    for (const client of this.#clients) await client.close();
    await this.#stop();
    assert.deepEqual(found, []);
  }

  /** Somebody in front of the client, logged in. `contextOptions`: a phone, a language, a time zone, colours. */
  async person(name: string, contextOptions: BrowserContextOptions = DESKTOP): Promise<Person> {
    const person = await this.stranger(name, contextOptions);
    await this.logIn(person);
    await person.open();
    await person.list.waitFor();
    return person;
  }

  /** Somebody who has not opened the client yet, and is not logged in. */
  async stranger(name: string, contextOptions: BrowserContextOptions = DESKTOP): Promise<Person> {
    const context = await openContext({
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      serviceWorkers: this.#serviceWorkers,
      ...contextOptions,
    });
    this.faults.watch(context, name, this.pageUrl);
    const person = new Person(name, await context.newPage(), `${this.pageUrl}/`);
    this.#people.push(person);
    return person;
  }

  /** The same person in the same browser, after they have closed the page. */
  async again({ name, context }: Person): Promise<Person> {
    return new Person(name, await context.newPage(), `${this.pageUrl}/`);
  }

  /** Gives the browser its session, without the pages for it. Registers who has no account. */
  async logIn({ name, context }: Person): Promise<void> {
    const account = { name, password: PASSWORD, device: { label: 'test' } };
    const ask = (data: object) =>
      context.request.post(`${this.pageUrl}/v1/web/session`, {
        data,
        headers: { 'x-posthorn-web': '1', origin: this.pageUrl },
      });
    const registered = await ask({ ...account, register: true });
    if (registered.ok()) return;
    const known = await ask(account);
    assert.ok(known.ok(), `${name} cannot log in: ${registered.status()} ${await registered.text()}`);
  }

  /** Somebody with the SDK, for what the other side does. They have their account: others can write to them. */
  async client(name: string): Promise<Client> {
    const client = await connect(
      { server: this.url, user: name, password: PASSWORD, register: true },
      { device: { class: 'bot' } },
    );
    this.#clients.push(client);
    // The account is made by its first connection.
    await client.call('ping', {});
    return client;
  }
}

/** Ends the browsers. For `after()` of a test file. */
export async function closeBrowser(): Promise<void> {
  for (const browser of browsers.values()) await (await browser).close();
  browsers.clear();
}

/** What somebody saw when the test failed. */
async function tellOf(t: Host, { name, page }: Person): Promise<void> {
  const path = join(tmpdir(), `posthorn-e2e-${name}.png`);
  await page.screenshot({ path }).catch(() => {});
  const seen = await page
    .locator('body')
    .ariaSnapshot()
    .catch((error: unknown) => String(error));
  t.diagnostic(`${name} at ${page.url()} sees (${path}):\n${seen}`);
}
