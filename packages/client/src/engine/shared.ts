/**
 * One engine for all tabs of an account. Whoever holds the Web Lock of the account runs it: a SharedWorker, or a tab where there
 * is none. Tabs find it by a BroadcastChannel, and each has a channel of its own to it. Docs: ADR 34.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { randomText } from '../ids.ts';
import type { Engine } from './api.ts';
import { channelPort } from './ports.ts';
import { TabEngine } from './tab.ts';
import { onWake } from './wake.ts';
import { WIRE_VERSION } from './wire.ts';
import type { Port } from './wire.ts';
import type { RunningEngine } from './open.ts';

/** What tabs and those that may run the engine say to all of an account. */
type Call =
  /** A tab looks for the engine. */
  | { readonly say: 'who' }
  /** Here is the engine. */
  | { readonly say: 'host'; readonly host: string; readonly version: number }
  /** A tab comes to a host. */
  | { readonly say: 'join'; readonly host: string; readonly tab: string }
  /** A newer build is here: engines of an older version make room. */
  | { readonly say: 'yield'; readonly version: number };

/** What the browser has for tabs to find each other. */
export interface Surroundings {
  /** Undefined on pages without TLS. */
  readonly locks: LockManager | undefined;
  readonly channel: (name: string) => BroadcastChannel;
}

export const browser: Surroundings = {
  // Pages without TLS have none, whatever the types say.
  locks: (navigator as { readonly locks?: LockManager }).locks,
  channel: (name) => new BroadcastChannel(name),
};

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
    if (locks === undefined) return serve();
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
    const { channel } = this.#surroundings;
    const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
    end.addEventListener('abort', () => stop(), { once: true });
    const running = run(() => this.#ended.abort());
    const host = randomText(10);
    const lobby = channel(lockName(account));
    const say = (call: Call): void => lobby.postMessage(call);
    lobby.addEventListener('message', ({ data }: MessageEvent<Call>) => {
      if (data.say === 'who') say({ say: 'host', host, version });
      else if (data.say === 'yield' && data.version > version) stop();
      else if (data.say === 'join' && data.host === host) this.#welcome(running, host, data.tab);
    });
    say({ say: 'host', host, version });
    await stopped;
    lobby.close();
    // What could not be opened is closed.
    await running.close().catch(() => {});
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

export interface JoinOptions {
  readonly account: string;
  readonly surroundings?: Surroundings;
  readonly version?: number;
  /** The engine does not answer, although somebody runs it. */
  readonly onSilence?: () => void;
  /** Called after this tab has left. */
  readonly onClose?: () => Promise<void> | undefined;
}

/** How long a tab waits for an engine to say that it is there. */
const SILENCE_MS = 2500;

/** Uses the engine of an account, whoever runs it. Resolves when what is on the device is shown. */
export async function joinEngine(options: JoinOptions): Promise<Engine> {
  const { account, surroundings = browser, version = WIRE_VERSION, onSilence = () => {} } = options;
  const tab = randomText(16);
  const release = holdLock(surroundings.locks, tabName(account, tab));
  const lobby = surroundings.channel(lockName(account));
  const say = (call: Call): void => lobby.postMessage(call);
  const first = Promise.withResolvers<TabEngine>();
  let engine: TabEngine | undefined;
  let current = '';
  let silence: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    clearTimeout(silence);
    silence = setTimeout(onSilence, SILENCE_MS);
    say({ say: 'who' });
  };
  const stop = onWake(() => {
    engine?.probe();
    look();
  });
  const close = async (): Promise<void> => {
    stop();
    clearTimeout(silence);
    lobby.close();
    await release();
    await options.onClose?.();
  };
  const meet = (host: string): void => {
    current = host;
    const port: Port = channelPort(surroundings.channel(channelName(account, host, tab)), 'tab');
    if (engine === undefined) first.resolve((engine = new TabEngine(port, close, version)));
    else engine.moveTo(port);
    say({ say: 'join', host, tab });
  };
  lobby.addEventListener('message', ({ data }: MessageEvent<Call>) => {
    if (data.say !== 'host') return;
    if (data.version < version) say({ say: 'yield', version });
    else clearTimeout(silence);
    if (data.version >= version && data.host !== current) meet(data.host);
  });
  look();
  const opened = await first.promise;
  try {
    await opened.ready();
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** Holds a lock until the function that it returns is called, or this page is gone. */
function holdLock(locks: LockManager | undefined, name: string): () => Promise<void> {
  const { promise: released, resolve } = Promise.withResolvers<void>();
  const held = locks?.request(name, () => released) ?? Promise.resolve();
  return async () => {
    resolve();
    await held;
  };
}

function lockName(account: string): string {
  return `posthorn/${account}`;
}

function tabName(account: string, tab: string): string {
  return `posthorn/${account}/tab/${tab}`;
}

function channelName(account: string, host: string, tab: string): string {
  return `posthorn/${account}/${host}/${tab}`;
}

/** Two pages of different builds: the older one must be loaded again. */
export function isOutdated(error: unknown): boolean {
  return error instanceof PosthornError && error.code === 'UNSUPPORTED_VERSION';
}
