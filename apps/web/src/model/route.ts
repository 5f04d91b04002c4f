/**
 * Where the user is: a path below the page's root, and what lies over the conversation (`?thread=…`, `?details=…`, `?search=…`).
 *
 * @module
 */

export type Route =
  | { readonly kind: 'home' | 'login' | 'register' | 'gallery' | 'unknown' }
  | { readonly kind: 'chat'; readonly conversation: number; readonly seq: number | undefined }
  | { readonly kind: 'join'; readonly token: string }
  | { readonly kind: 'person'; readonly name: string }
  | { readonly kind: 'settings' | 'admin'; readonly page: string | undefined };

/** What the side pane shows. */
export type Side =
  | { readonly kind: 'thread'; readonly seq: number }
  | { readonly kind: 'details'; readonly tab: string }
  | { readonly kind: 'search'; readonly query: string };

/** `path` is relative to the page's root and begins with `/`. */
export function parseRoute(path: string): Route {
  const parts = path.split('/').filter((part) => part !== '');
  const [first, second, third] = parts;
  if (first === undefined) return { kind: 'home' };
  if (parts.length === 1 && (first === 'login' || first === 'register' || first === 'gallery')) {
    return { kind: first };
  }
  if (first === 'c' && parts.length <= 3) {
    const conversation = parseId(second);
    const seq = parseId(third);
    if (conversation === undefined || (third !== undefined && seq === undefined)) return { kind: 'unknown' };
    return { kind: 'chat', conversation, seq };
  }
  if (parts.length > 2) return { kind: 'unknown' };
  const word = second === undefined ? undefined : decode(second);
  if (first === 'settings' || first === 'admin') return { kind: first, page: word };
  if (word === undefined) return { kind: 'unknown' };
  if (first === 'join') return { kind: 'join', token: word };
  if (first === 'u') return { kind: 'person', name: word };
  return { kind: 'unknown' };
}

/** The first of thread, details and search that is asked for. */
export function parseSide(search: string): Side | undefined {
  const query = new URLSearchParams(search);
  const seq = parseId(query.get('thread') ?? undefined);
  if (seq !== undefined) return { kind: 'thread', seq };
  const tab = query.get('details');
  if (tab !== null) return { kind: 'details', tab: tab === '' ? 'members' : tab };
  const words = query.get('search');
  return words === null ? undefined : { kind: 'search', query: words };
}

export function chatPath(conversation: number, seq?: number, side?: Side): string {
  const path = seq === undefined ? `/c/${String(conversation)}` : `/c/${String(conversation)}/${String(seq)}`;
  return path + sideQuery(side);
}

export function personPath(name: string): string {
  return `/u/${encodeURIComponent(name)}`;
}

export function settingsPath(page?: string): string {
  return page === undefined ? '/settings' : `/settings/${encodeURIComponent(page)}`;
}

export function sideQuery(side: Side | undefined): string {
  switch (side?.kind) {
    case undefined:
      return '';
    case 'thread':
      return `?thread=${String(side.seq)}`;
    case 'details':
      return `?details=${encodeURIComponent(side.tab)}`;
    case 'search':
      return `?search=${encodeURIComponent(side.query)}`;
  }
}

/** Where to go after the login: a path of this page that shows something; else `/`. */
export function safeNext(next: string | null): string {
  if (next === null || !next.startsWith('/') || next.startsWith('//') || next.includes('\\')) return '/';
  const { kind } = parseRoute(next.split('?')[0] ?? next);
  return kind === 'unknown' || kind === 'login' || kind === 'register' ? '/' : next;
}

function parseId(text: string | undefined): number | undefined {
  if (text === undefined || !/^[1-9]\d{0,15}$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
