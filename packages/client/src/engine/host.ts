/**
 * The engine's side of the ports: tells every tab what has changed, and does what tabs ask for.
 *
 * @module
 */
import type { Incoming } from '../api.ts';
import type { Account } from './account.ts';
import { firstScreen } from './first-screen.ts';
import { plainError } from './plain.ts';
import { TabSession } from './tab-session.ts';
import { WIRE_VERSION } from './wire.ts';
import type { Port, ToEngine, ToTab } from './wire.ts';

export class Host {
  readonly #account: Promise<Account>;
  readonly #tabs = new Set<TabSession>();
  readonly #version: number;
  #isListening = false;

  constructor(account: Promise<Account>, version = WIRE_VERSION) {
    this.#account = account;
    this.#version = version;
  }

  /** A tab has come. Its first message says which version it speaks. Returns a function that lets it go. */
  attach(port: Port): () => void {
    let tab: Promise<TabSession | undefined> | undefined;
    port.listen((received) => {
      // Only our own build's tabs, or those of one that speaks the same version, get further than `hello`.
      const message = received as ToEngine;
      if (message.do === 'hello')
        tab ??= this.#welcome(port, message.version).catch((error: unknown) => this.#failed(port, error));
      else void tab?.then((session) => session?.take(message));
    });
    return () => void tab?.then((session) => session?.leave());
  }

  /** Tells what there still is to tell, and lets all tabs go. */
  async close(): Promise<void> {
    const account = await this.#account;
    this.#tell(account);
    for (const tab of this.#tabs) tab.leave();
  }

  /** A message should alert: the tab that was used last tells of it, unless one shows it. */
  alert(message: Incoming): void {
    const tabs = [...this.#tabs];
    if (tabs.some(({ focus }) => focus === message.conversation)) return;
    tabs.toSorted((a, b) => b.usedAt - a.usedAt)[0]?.post({ is: 'alert', message });
  }

  async #welcome(port: Port, version: number): Promise<TabSession | undefined> {
    if (version !== this.#version) {
      const refusal: ToTab = { is: 'refused', version: this.#version };
      port.post(refusal);
      port.close();
      return undefined;
    }
    const account = await this.#account;
    const { board } = account.core;
    if (!this.#isListening) board.onChanges(() => this.#tell(account));
    this.#isListening = true;
    // The others first: what they are told next begins where this tab begins.
    this.#tell(account);
    const tab = new TabSession(port, account, {
      tell: () => this.#tell(account),
      watchAgain: () => this.#watch(account),
      left: () => {
        this.#tabs.delete(tab);
        this.#watch(account);
      },
    });
    this.#tabs.add(tab);
    const first = firstScreen(board);
    if (first !== undefined) tab.news({ ...first, isWhole: false });
    tab.news({ ...board.all(), isWhole: true });
    return tab;
  }

  #failed(port: Port, error: unknown): undefined {
    const failure: ToTab = { is: 'failed', error: plainError(error) };
    port.post(failure);
    port.close();
  }

  #tell(account: Account): void {
    const news = account.core.board.take();
    for (const tab of this.#tabs) tab.news({ ...news, isWhole: false });
  }

  #watch({ people, receipts, pins: pinned }: Account): void {
    const tabs = [...this.#tabs];
    people.watch(tabs.flatMap(({ presence }) => presence));
    receipts.watch(tabs.flatMap(({ cursors }) => cursors));
    pinned.watch(tabs.flatMap(({ pins }) => pins));
  }
}
