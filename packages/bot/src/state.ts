/**
 * What a bot remembers: values under keys, each changed by one process at a time.
 *
 * @module
 */
import { PosthornError } from '@posthorn/client';
import type { Client } from '@posthorn/client';

/** Where the state is kept: texts under keys of printable ASCII, at most 150 characters. */
export interface StateStore {
  get(key: string): Promise<string | undefined>;
  /** Replaces a value by what `change` makes of it; undefined removes it. `change` may be called again if another process was faster. */
  update(key: string, change: (value: string | undefined) => string | undefined): Promise<void>;
}

/** The values of a conversation, of a user, or of the bot as a whole. They are JSON. */
export interface State {
  /** Undefined: there is none. The type is what was set under this key. */
  get<T>(key: string): Promise<T | undefined>;
  set(key: string, value: unknown): Promise<void>;
  /** Changes a value, also when several presses come at once. Resolves with what it is then. */
  update<T>(key: string, change: (value: T | undefined) => T | undefined): Promise<T | undefined>;
}

/** A part of a store whose keys begin with `prefix`. */
export function stateIn(store: StateStore, prefix: string): State {
  const keyOf = (key: string): string => `${prefix}/${encodeURIComponent(key)}`;
  return {
    async get<T>(key: string) {
      return parsed<T>(await store.get(keyOf(key)));
    },
    set: (key, value) => store.update(keyOf(key), () => written(value)),
    async update<T>(key: string, change: (value: T | undefined) => T | undefined) {
      let now: T | undefined;
      await store.update(keyOf(key), (value) => {
        now = change(parsed<T>(value));
        return written(now);
      });
      return now;
    },
  };
}

function parsed<T>(text: string | undefined): T | undefined {
  // Whoever reads a key says what was written there.
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

function written(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

const TRIES = 20;

/** State in the bot's own space at the server: nothing to back up, the same for all processes of the bot. */
export function spaceStore(client: Pick<Client, 'call'>): StateStore {
  const read = async (
    key: string,
  ): Promise<{ readonly value: string | undefined; readonly version: number }> => {
    const { entries } = await client.call('getMine', { prefix: key, limit: 1000 });
    const found = entries.find((entry) => entry.key === key);
    return { value: found?.value || undefined, version: found?.value ? found.version : 0 };
  };
  return {
    async get(key) {
      return (await read(key)).value;
    },
    async update(key, change) {
      for (let tries = 1; ; tries++) {
        const { value, version } = await read(key);
        const entry = { key, value: change(value) ?? '', version };
        try {
          await client.call('setMine', { entries: [entry], ifUnchanged: true });
          return;
        } catch (error) {
          const isOvertaken = error instanceof PosthornError && error.code === 'CONFLICT';
          if (!isOvertaken || tries === TRIES) throw error;
        }
      }
    },
  };
}
