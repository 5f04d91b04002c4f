/**
 * The engine's side of the ports: tells every tab what has changed, and does what tabs ask for.
 *
 * @module
 */
import type { Incoming } from '../api.ts';
import type { Account } from './account.ts';
import { plainError } from './plain.ts';
import { TabSession } from './tab-session.ts';
import { WIRE_VERSION } from './wire.ts';
import type { Port, ToEngine, ToTab } from './wire.ts';

export class Host {
  readonly #account: Promise<Account>;
  readonly #tabs = new Set<TabSession>();
  /** A tab has left; the others stay. */
  readonly onLeft: (count: number) => void;
  #isListening = false;

  constructor(account: Promise<Account>, onLeft: (count: number) => void = () => {}) {
    this.#account = account;
    this.onLeft = onLeft;
  }

  /** A tab has come. Its first message says which version it speaks. */
  attach(port: Port): void {
    let tab: Promise<TabSession | undefined> | undefined;
    port.listen((received) => {
      // Only our own build's tabs, or those of one that speaks the same version, get further than `hello`.
      const message = received as ToEngine;
      if (message.do === 'hello')
        tab ??= this.#welcome(port, message.version).catch((error: unknown) => this.#failed(port, error));
      else void tab?.then((session) => session?.take(message));
    });
  }

  /** A message should alert: the tab that was used last tells of it, unless one shows it. */
  alert(message: Incoming): void {
    const tabs = [...this.#tabs];
    if (tabs.some(({ focus }) => focus === message.conversation)) return;
    tabs.toSorted((a, b) => b.usedAt - a.usedAt)[0]?.post({ is: 'alert', message });
  }

  async #welcome(port: Port, version: number): Promise<TabSession | undefined> {
    if (version !== WIRE_VERSION) {
      const refusal: ToTab = { is: 'refused', version: WIRE_VERSION };
      port.post(refusal);
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
        this.onLeft(this.#tabs.size);
      },
    });
    this.#tabs.add(tab);
    tab.news(board.all());
    return tab;
  }

  #failed(port: Port, error: unknown): undefined {
    const failure: ToTab = { is: 'failed', error: plainError(error) };
    port.post(failure);
  }

  #tell(account: Account): void {
    const news = account.core.board.take();
    for (const tab of this.#tabs) tab.news(news);
  }

  #watch({ people, receipts }: Account): void {
    const tabs = [...this.#tabs];
    people.watch(tabs.flatMap(({ presence }) => presence));
    receipts.watch(tabs.flatMap(({ cursors }) => cursors));
  }
}
