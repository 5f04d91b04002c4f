/**
 * A server with the web client, one browser process, and people with a browser context each. Each test fails on what its
 * pages must never do (faults.ts).
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { connect } from '@posthorn/client';
import type { Client } from '@posthorn/client';
import { startInProcess } from '@posthorn/testing/in-process';
import { ServerProcess } from '@posthorn/testing/server-process';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { Faults } from './faults.ts';
import { Person } from './person.ts';

const executablePath = process.env['POSTHORN_CHROMIUM'];

/** For tests: why they cannot run here. */
export const skip = executablePath === undefined ? 'Chromium is not installed' : false;

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

export const PASSWORD = 'wherefore art thou';

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
}

let browser: Promise<Browser> | undefined;

/** One for all tests of a file: a context is as separate as a browser, and a hundred times as cheap. */
export function launchBrowser(): Promise<Browser> {
  return (browser ??= chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: FLAGS,
  }));
}

export class Stage {
  readonly url: string;
  /** With the option `process`. */
  readonly process: ServerProcess | undefined;
  readonly faults = new Faults();
  readonly #t: TestContext;

  private constructor(t: TestContext, url: string, process: ServerProcess | undefined) {
    this.#t = t;
    this.url = url;
    this.process = process;
  }

  /** A server that has its first account, and closes with the test. */
  static async open(t: TestContext, options: StageOptions = {}): Promise<Stage> {
    const stage = options.process === true ? await ownProcess(t, options) : await inProcess(t);
    t.after(() => assert.deepEqual(stage.faults.all, []));
    const admin = await stage.client('friar');
    await admin.close();
    return stage;

    async function inProcess(test: TestContext): Promise<Stage> {
      const { server, httpUrl } = await startInProcess({});
      test.after(() => server.close());
      return new Stage(test, httpUrl, undefined);
    }

    async function ownProcess(test: TestContext, { options: more = [] }: StageOptions): Promise<Stage> {
      const server = await ServerProcess.start(more);
      test.after(() => server.remove());
      return new Stage(test, server.httpUrl, server);
    }
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
    const started = await launchBrowser();
    const context = await started.newContext({
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      ...contextOptions,
    });
    this.#t.after(() => context.close());
    this.faults.watch(context, name, this.url);
    return new Person(name, await context.newPage(), `${this.url}/`);
  }

  /** Gives the browser its session, without the pages for it. Registers who has no account. */
  async logIn({ name, context }: Person): Promise<void> {
    const account = { name, password: PASSWORD, device: { label: 'test' } };
    const ask = (data: object) =>
      context.request.post(`${this.url}/v1/web/session`, {
        data,
        headers: { 'x-posthorn-web': '1', origin: this.url },
      });
    const registered = await ask({ ...account, register: true });
    if (registered.ok()) return;
    const known = await ask(account);
    assert.ok(known.ok(), `${name} cannot log in: ${registered.status()} ${await registered.text()}`);
  }

  /** Somebody with the SDK, for what the other side does. */
  async client(name: string): Promise<Client> {
    const client = await connect(
      { server: this.url, user: name, password: PASSWORD, register: true },
      { device: { class: 'bot' } },
    );
    this.#t.after(() => client.close());
    return client;
  }
}

/** Ends the browser. For `after()` of a test file. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}
