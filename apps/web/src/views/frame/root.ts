/**
 * Where this page and its server are. Computed once, before any navigation.
 *
 * @module
 */

/** The page's root, without a slash at its end: '' at the root of a host, '/chat' below a path. */
export const ROOT_PATH: string = fixBase();

/** The server's root as a URL that ends in a slash: the page's own, or what `<meta name="posthorn-server">` says. */
export const SERVER_URL: string = findServer();

/**
 * `crossorigin` of pictures and players of files. On a host beside the server, they have to say where they are shown: the
 * cookie does not count for others.
 */
export const FILES_CROSS_ORIGIN: 'use-credentials' | undefined =
  new URL(SERVER_URL).origin === location.origin ? undefined : 'use-credentials';

/** A URL of the server; `path` without a slash at its beginning, such as `v1/server`. */
export function serverUrl(path: string): string {
  return new URL(path, SERVER_URL).href;
}

function fixBase(): string {
  const base = new URL(document.baseURI);
  // The base is relative to the first address; it stays where it is when the address changes.
  const element = document.querySelector('base');
  if (element !== null) element.href = base.href;
  return base.pathname.replace(/\/[^/]*$/, '');
}

function findServer(): string {
  const named = document.querySelector<HTMLMetaElement>('meta[name="posthorn-server"]')?.content ?? '';
  if (named === '') return document.baseURI;
  return new URL(named.endsWith('/') ? named : `${named}/`, document.baseURI).href;
}
