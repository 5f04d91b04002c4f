/**
 * A tab finds the engine of its account by a BroadcastChannel, and gets a channel of its own to it.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { randomText } from '../ids.ts';
import type { Engine } from './api.ts';
import { browser, channelName, holdLock, hostName, lockName, tabName } from './lobby.ts';
import type { Call, Surroundings } from './lobby.ts';
import { channelPort } from './ports.ts';
import { TabEngine } from './tab.ts';
import { onWake } from './wake.ts';
import { WIRE_VERSION } from './wire.ts';
import type { Port } from './wire.ts';

export interface JoinOptions {
  readonly account: string;
  readonly surroundings?: Surroundings;
  readonly version?: number;
  /** The engine does not answer, although somebody runs it. */
  readonly onSilence?: () => void;
  /** Whoever ran the engine is gone, perhaps since it has crashed: somebody must run it again. */
  readonly onGone?: () => void;
  /** Called after this tab has left. */
  readonly onClose?: () => Promise<void> | undefined;
}

/** How long a tab waits for an engine to say that it is there. */
const SILENCE_MS = 2500;

/** Uses the engine of an account, whoever runs it. Resolves when what is on the device is shown. */
export async function joinEngine(options: JoinOptions): Promise<Engine> {
  const { account, surroundings = browser, version = WIRE_VERSION } = options;
  const { onSilence = () => {}, onGone = () => {} } = options;
  const tab = randomText(16);
  const held = holdLock(surroundings.locks, tabName(account, tab));
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
  let stopWatching = (): void => {};
  const close = async (): Promise<void> => {
    stop();
    stopWatching();
    clearTimeout(silence);
    lobby.close();
    const release = await held;
    await release();
    await options.onClose?.();
  };
  const gone = (): void => {
    if (engine?.status.get().connection === 'signed-out') return;
    onGone();
    look();
  };
  const meet = (host: string): void => {
    current = host;
    stopWatching();
    stopWatching = whenFree(surroundings.locks, hostName(account, host), gone);
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
  // Without locks the engine learns from the page alone that it is gone.
  if (surroundings.locks === undefined)
    globalThis.addEventListener?.('pagehide', ({ persisted }) => !persisted && void engine?.close());
  look();
  return ready(await first.promise);
}

async function ready(engine: TabEngine): Promise<Engine> {
  try {
    await engine.ready();
    return engine;
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** Calls `free` once, when nobody holds a lock any more. Returns a function that waits no longer. */
function whenFree(locks: LockManager | undefined, name: string, free: () => void): () => void {
  const ended = new AbortController();
  // Not waited for any more.
  locks?.request(name, { signal: ended.signal }, () => free()).catch(() => {});
  return () => ended.abort();
}

/** Two pages of different builds: the older one must be loaded again. */
export function isOutdated(error: unknown): boolean {
  return error instanceof PosthornError && error.code === 'UNSUPPORTED_VERSION';
}
