/**
 * The session of this browser: a cookie that no script can read, and what is remembered of it so that the page opens
 * without asking the server.
 *
 * @module
 */
import { webSessions } from '@posthorn/client/web';
import type { WebLogin } from '@posthorn/client/web';
import type { User } from '@posthorn/protocol';
import { forgetNotes } from '../model/draft.ts';
import { writeLocal } from '../ui/local-store.ts';
import { SERVER_URL } from '../views/frame/root.ts';

export interface Session {
  readonly user: number;
  readonly name: string;
  /** Another one after each login. */
  readonly session: number;
}

const KEY = 'posthorn/session';

/** The session that this browser had last. It may be over: the engine finds out. */
export function rememberedSession(): Session | undefined {
  try {
    return parse(JSON.parse(localStorage.getItem(KEY) ?? 'null'));
  } catch {
    return undefined;
  }
}

/** Asks the server who the cookie belongs to. Undefined: nobody is logged in. Rejects when it cannot be reached. */
export async function currentSession(): Promise<Session | undefined> {
  const found = await webSessions(SERVER_URL).current();
  return found === undefined ? undefined : remember(found.user, found.session);
}

/** Logs in or registers. Rejects with the server's refusal. */
export async function logIn(login: WebLogin): Promise<Session> {
  const { user, session } = await webSessions(SERVER_URL).logIn({
    ...login,
    device: { label: deviceLabel() },
  });
  return remember(user, session);
}

/** Goes on, in all tabs, with a session whose place another device had taken. */
export function takeBack(session: Session): void {
  // Tabs hear of what has changed alone.
  writeLocal(KEY, JSON.stringify({ ...session, takenBack: Date.now() }));
}

/** With what was noted of drafts. Other tabs see it by the event `storage`. */
export function forgetSession(): void {
  try {
    forgetNotes(localStorage);
    localStorage.removeItem(KEY);
  } catch {
    // Nothing was stored either.
  }
}

/** Calls `listener` when another tab logs in or out, or takes its place back. Returns a function that ends it. */
export function onSessionElsewhere(listener: (session: Session | undefined) => void): () => void {
  const heard = (event: StorageEvent): void => {
    if (event.key === KEY || event.key === null) listener(rememberedSession());
  };
  addEventListener('storage', heard);
  return () => {
    removeEventListener('storage', heard);
  };
}

function remember({ id, name }: Pick<User, 'id' | 'name'>, session: number): Session {
  const known: Session = { user: id, name, session };
  // Without it the cookie is enough; only the next start is slower.
  writeLocal(KEY, JSON.stringify(known));
  return known;
}

/** What was remembered; undefined if it is something else. */
function parse(stored: unknown): Session | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const { user, name, session } = stored as Readonly<Record<string, unknown>>;
  if (typeof user !== 'number' || typeof name !== 'string') return undefined;
  return { user, name, session: Number(session) };
}

/** What the list of sessions calls this browser. */
export function deviceLabel(): string {
  const agent = navigator.userAgent;
  const browser = /Edg\//.test(agent)
    ? 'Edge'
    : /Firefox\//.test(agent)
      ? 'Firefox'
      : /Chrom(e|ium)\//.test(agent)
        ? 'Chrome'
        : /Safari\//.test(agent)
          ? 'Safari'
          : 'Browser';
  const system = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS X', 'Linux'].find((name) =>
    agent.includes(name),
  );
  return system === undefined ? browser : `${browser}, ${system.replace('Mac OS X', 'macOS')}`;
}

/** Logs out: at the server, on this device, and in the other tabs. */
export async function endSession(engine: { signOut: () => Promise<void> }): Promise<void> {
  await engine.signOut();
  forgetSession();
}
