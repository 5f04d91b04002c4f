/**
 * Opens the engine of an account in this page or worker.
 *
 * @module
 */
import type { Credentials, Incoming, Storage } from '../api.ts';
import { indexedDbStorage } from '../indexeddb.ts';
import { runtime } from '../platform.ts';
import type { Platform } from '../platform.ts';
import { memoryStorage } from '../storage.ts';
import { dialWebSocket } from '../websocket.ts';
import { Account } from './account.ts';
import { openDisk } from './disk.ts';
import type { Disk } from './disk.ts';
import { Host } from './host.ts';
import { memoryDisk } from './memory-disk.ts';
import { waitingName } from './waiting-files.ts';

export interface HostOptions {
  readonly credentials: Credentials;
  /** Names the databases: the user and the server, such as `17@chat.example.com`. */
  readonly account: string;
  /** What the user sees of this device in the list of their sessions. */
  readonly label?: string;
  /** Ends the session at the server, as a DELETE of the cookie's session does. Default: logs out on the connection. */
  readonly endSession?: () => Promise<void>;
  /** What nobody waits for, and is not tried again. Default: thrown. */
  readonly onError?: (error: unknown) => void;
  /** Called once, when the session has ended: the engine is of no use any more. */
  readonly onOver?: () => void;
  /** For tests. */
  readonly platform?: Platform;
  /** For tests: which version of the messages of tabs it speaks. */
  readonly version?: number;
}

/** What an engine runs on: tabs attach to the host. */
export interface RunningEngine {
  readonly host: Host;
  /** Closes the connection. Idempotent. */
  close(): Promise<void>;
}

const BROWSER: Platform = { ...runtime, canDial: (url) => /^wss?:/.test(url), dial: dialWebSocket };

/** Returns at once. Nobody else may run an engine of this account in this browser: see serveEngine(). */
export function runEngine(options: HostOptions): RunningEngine {
  const account = openAccount(options, (message) => host.alert(message));
  // Tabs are told by their calls.
  account.catch(() => {});
  const host: Host = new Host(account, options.version);
  return {
    host,
    close: async () => {
      await (await account).close();
      await host.close();
    },
  };
}

async function openAccount(
  {
    account,
    credentials,
    label = '',
    endSession,
    onError = thrown,
    onOver = () => {},
    platform = BROWSER,
  }: HostOptions,
  onAlert: (message: Incoming) => void,
): Promise<Account> {
  const [disk, storage] = await openStores(account, onError);
  return Account.open({
    credentials,
    disk,
    storage,
    platform,
    label,
    onError,
    onOver,
    onAlert,
    ...(endSession !== undefined && { endSession }),
    erase: () => eraseStores(account),
  });
}

/** In memory where the browser allows nothing else. */
async function openStores(account: string, onError: (error: unknown) => void): Promise<[Disk, Storage]> {
  if (typeof indexedDB === 'undefined') return [memoryDisk(), memoryStorage()];
  try {
    return await Promise.all([openDisk(`posthorn/${account}/seen`), indexedDbStorage(account)]);
  } catch (error) {
    onError(error);
    return [memoryDisk(), memoryStorage()];
  }
}

/** Removes all databases of an account. */
async function eraseStores(account: string): Promise<void> {
  if (typeof indexedDB === 'undefined') return;
  for (const name of [`posthorn/${account}/seen`, waitingName(account), `posthorn/${account}`]) {
    await new Promise<void>((resolve) => {
      const deleting = indexedDB.deleteDatabase(name);
      // Blocked: another tab closes it soon.
      for (const end of ['success', 'error', 'blocked']) deleting.addEventListener(end, () => resolve());
    });
  }
}

function thrown(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
