/**
 * Where the tabs of an account and whoever runs its engine find each other.
 *
 * @module
 */

/** What tabs and those that may run the engine say to all of an account. */
export type Call =
  /** A tab looks for the engine. */
  | { readonly say: 'who' }
  /** Here is the engine. `isNew`: it has just begun. */
  | { readonly say: 'host'; readonly host: string; readonly version: number; readonly isNew: boolean }
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

export function lockName(account: string): string {
  return `posthorn/${account}`;
}

export function tabName(account: string, tab: string): string {
  return `posthorn/${account}/tab/${tab}`;
}

/** Held by whoever runs the engine, as long as it does. */
export function hostName(account: string, host: string): string {
  return `posthorn/${account}/host/${host}`;
}

/** Resolves when the lock is held, to what lets it go. It goes with the page or worker too, whatever ends that. */
export async function holdLock(locks: LockManager | undefined, name: string): Promise<() => Promise<void>> {
  const [held, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const over = locks?.request(name, () => {
    held.resolve();
    return released.promise;
  });
  over?.catch(held.reject);
  if (over !== undefined) await held.promise;
  return async () => {
    released.resolve();
    await over;
  };
}

export function channelName(account: string, host: string, tab: string): string {
  return `posthorn/${account}/${host}/${tab}`;
}
