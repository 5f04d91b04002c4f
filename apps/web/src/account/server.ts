/**
 * What the server tells of itself. The last answer is kept, so that the page has its name and colour at once.
 *
 * @module
 */
import { useEffect, useSyncExternalStore } from 'react';
import { parseServerInfo, UNKNOWN_SERVER } from '../model/server-info.ts';
import type { ServerInfo } from '../model/server-info.ts';
import { applyAccent } from '../theme/accent.ts';
import { writeLocal } from '../ui/local-store.ts';
import { Signal } from '../ui/signal.ts';
import { serverUrl } from '../views/frame/root.ts';

export interface Server {
  readonly info: ServerInfo;
  /** Nothing is known yet. */
  readonly isLoading: boolean;
  /** It could not be asked; `info` is what was known last. */
  readonly isUnreachable: boolean;
}

const KEY = 'posthorn/server';
const TIMEOUT_MS = 15_000;
// A page has one server.
const server = new Signal<Server>(remembered());
let asking: Promise<void> | undefined;

export function useServer(): Server {
  useEffect(() => {
    void askServer(); // It keeps its failure in what is watched.
  }, []);
  return useSyncExternalStore(server.subscribe, server.get);
}

/** Asks once in the life of the page, and again with `again`: after a set-up, or a change by an administrator. */
export async function askServer(again = false): Promise<void> {
  if (again) asking = undefined;
  asking ??= ask();
  await asking;
}

/** For an administrator, before the engine is there. Rejects when the server does not take it. */
export async function setUpServer(change: {
  readonly name: string;
  readonly registration: string;
}): Promise<void> {
  const response = await fetch(serverUrl('v1/server'), {
    method: 'PUT',
    credentials: 'include',
    headers: { 'content-type': 'application/json', 'x-posthorn-web': '1' },
    body: JSON.stringify(change),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`the server answers ${String(response.status)}`);
}

async function ask(): Promise<void> {
  try {
    const response = await fetch(serverUrl('v1/server'), { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw new Error(`the server answers ${String(response.status)}`);
    const answer: unknown = await response.json();
    const info = parseServerInfo(answer);
    server.set({ info, isLoading: false, isUnreachable: false });
    applyAccent(info.accent);
    // Without it the next start asks before it knows.
    writeLocal(KEY, JSON.stringify(answer));
  } catch {
    asking = undefined;
    server.set({ ...server.get(), isLoading: false, isUnreachable: true });
  }
}

function remembered(): Server {
  try {
    const stored = localStorage.getItem(KEY);
    if (stored !== null) {
      const info = parseServerInfo(JSON.parse(stored));
      applyAccent(info.accent);
      return { info, isLoading: false, isUnreachable: false };
    }
  } catch {
    // As if nothing were stored.
  }
  return { info: UNKNOWN_SERVER, isLoading: true, isUnreachable: false };
}
