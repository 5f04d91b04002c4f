/**
 * The session of this browser: a cookie that no script can read, and what is remembered of it so that the page opens
 * without asking the server.
 *
 * @module
 */
import { http, HttpError, isRecord } from './http.ts';

export interface Session {
  readonly user: number;
  readonly name: string;
  /** The id of the session among those of the user; for the list of sessions. */
  readonly session: string;
}

export interface LogIn {
  readonly name: string;
  readonly password: string;
  readonly register?: boolean;
  readonly displayName?: string;
  readonly bootstrapSecret?: string;
  /** The token of an invite link, for servers where only invited people register. */
  readonly invite?: string;
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
  try {
    return remember(parse(await http('GET', 'v1/web/session')));
  } catch (error) {
    if (error instanceof HttpError && error.status === 401) return undefined;
    throw error;
  }
}

/** Logs in or registers. Rejects with an HttpError. */
export async function logIn(request: LogIn): Promise<Session> {
  const answer = await http('POST', 'v1/web/session', { ...request, device: { label: deviceLabel() } });
  const session = remember(parse(answer));
  if (session === undefined) throw new HttpError(0, 'INTERNAL', 'The server answered with something else');
  return session;
}

/** Other tabs see it by the event `storage`. */
export function forgetSession(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing was stored either.
  }
}

/** Calls `listener` when another tab logs in or out. Returns a function that ends it. */
export function onSessionElsewhere(listener: (session: Session | undefined) => void): () => void {
  const heard = (event: StorageEvent): void => {
    if (event.key === KEY || event.key === null) listener(rememberedSession());
  };
  addEventListener('storage', heard);
  return () => {
    removeEventListener('storage', heard);
  };
}

function remember(session: Session | undefined): Session | undefined {
  if (session === undefined) return undefined;
  try {
    localStorage.setItem(KEY, JSON.stringify(session));
  } catch {
    // The cookie is enough; only the next start is slower.
  }
  return session;
}

function parse(answer: unknown): Session | undefined {
  if (!isRecord(answer)) return undefined;
  const user = isRecord(answer['user']) ? answer['user']['id'] : answer['user'];
  const name = isRecord(answer['user']) ? answer['user']['name'] : answer['name'];
  const session = answer['session'];
  if (user === undefined || typeof name !== 'string') return undefined;
  return {
    user: Number(user),
    name,
    session: typeof session === 'string' || typeof session === 'number' ? String(session) : '',
  };
}

/** What the list of sessions calls this browser. */
function deviceLabel(): string {
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
