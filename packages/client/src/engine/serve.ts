/**
 * One engine for all tabs of an account. Whoever holds the Web Lock of the account runs it: a SharedWorker, or a tab where there
 * is none. Docs: ADR 34.
 *
 * @module
 */
import { randomText } from '../ids.ts';
import { browser, channelName, holdLock, hostName, lockName, tabName } from './lobby.ts';
import type { Call, Surroundings } from './lobby.ts';
import type { RunningEngine } from './open.ts';
import { channelPort } from './ports.ts';
import { WIRE_VERSION } from './wire.ts';

export interface ServeOptions {
  readonly account: string;
  /** Starts the engine. `onOver` is to be called when its session has ended. */
  readonly run: (onOver: () => void) => RunningEngine;
  readonly surroundings?: Surroundings;
  /** For tests: which version it speaks. */
  readonly version?: number;
}

export interface Serving {
  /** Settles when it serves no more: its session has ended, or it was closed. */
  readonly over: Promise<void>;
  /** It is about to: whoever logs in now needs another one. */
  readonly isEnding: boolean;
  /** Takes the engine over from a tab that is frozen. */
  takeOver(): void;
  /** Another one takes over. Idempotent. */
  close(): Promise<void>;
}

/** Runs the engine of an account as soon as nobody else does, until the session ends. */
export function serveEngine(options: ServeOptions): Serving {
  return new Server(options);
}

class Server implements Serving {
  readonly #options: ServeOptions;
  readonly #surroundings: Surroundings;
  /** No engine is to run here any more. */
  readonly #ended = new AbortController();
  /** Ends waiting for the lock. */
  #waiting = new AbortController();
  #steals = false;
  #isServing = false;
  readonly over: Promise<void>;

  constructor(options: ServeOptions) {
    this.#options = options;
    this.#surroundings = options.surroundings ?? browser;
    this.over = this.#run();
  }

  get isEnding(): boolean {
    return this.#ended.signal.aborted;
  }

  takeOver(): void {
    if (this.#isServing) return;
    this.#steals = true;
    this.#waiting.abort();
  }

  async close(): Promise<void> {
    this.#ended.abort();
    await this.over.catch(() => {});
  }

  async #run(): Promise<void> {
    while (!this.#ended.signal.aborted) {
      try {
        await this.#attempt();
      } catch (error) {
        // Not waited for any more, or stolen by another tab since this one was frozen: it waits for its turn again.
        if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
      }
    }
  }

  async #attempt(): Promise<void> {
    const turn = new AbortController();
    const serve = (): Promise<void> => this.#serve(AbortSignal.any([turn.signal, this.#ended.signal]));
    const { locks } = this.#surroundings;
    // Nobody says whose turn it is: whoever has made room once does not come back.
    if (locks === undefined) return serve().finally(() => this.#ended.abort());
    this.#waiting = new AbortController();
    const signal = AbortSignal.any([this.#waiting.signal, this.#ended.signal]);
    const steal = this.#steals;
    this.#steals = false;
    try {
      await locks.request(lockName(this.#options.account), steal ? { steal } : { signal }, serve);
    } finally {
      turn.abort();
    }
  }

  /** Serves until the session ends, a newer build asks for it, or the signal says so. */
  async #serve(end: AbortSignal): Promise<void> {
    if (end.aborted) return;
    this.#isServing = true;
    const { account, run, version = WIRE_VERSION } = this.#options;
    const { channel, locks } = this.#surroundings;
    const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
    end.addEventListener('abort', () => stop(), { once: true });
    const running = run(() => this.#ended.abort());
    const host = randomText(10);
    // Tabs wait for it: they learn that this one is gone, though it may die without a word.
    const release = await holdLock(locks, hostName(account, host));
    const lobby = channel(lockName(account));
    const say = (call: Call): void => lobby.postMessage(call);
    lobby.addEventListener('message', ({ data }: MessageEvent<Call>) => {
      if (data.say === 'who') say({ say: 'host', host, version, isNew: false });
      // Without locks the one that began last stays.
      else if (data.say === 'host' && data.isNew && locks === undefined && data.version >= version) stop();
      else if (data.say === 'yield' && data.version > version) stop();
      else if (data.say === 'join' && data.host === host) this.#welcome(running, host, data.tab);
    });
    say({ say: 'host', host, version, isNew: true });
    await stopped;
    lobby.close();
    // What could not be opened is closed.
    await running.close().catch(() => {});
    await release();
    this.#isServing = false;
  }

  #welcome(running: RunningEngine, host: string, tab: string): void {
    const { account } = this.#options;
    const { channel, locks } = this.#surroundings;
    const leave = running.host.attach(channelPort(channel(channelName(account, host, tab)), 'engine'));
    // Granted when the tab is gone.
    const gone = locks?.request(tabName(account, tab), { signal: this.#ended.signal }, async () => leave());
    gone?.catch(() => {});
  }
}
