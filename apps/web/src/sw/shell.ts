/**
 * The page and its parts, kept in the browser: it opens at once and without a network, and its parts are always those of one
 * version. A newer one is fetched beside it, and takes its place when the user says so.
 *
 * @module
 */

/** What a build of the page consists of: paths relative to the scope. */
export interface ShellFiles {
  /** Another one for each build. */
  readonly version: string;
  /** What the page needs to open. */
  readonly now: readonly string[];
  /** What it loads when it is wanted. */
  readonly later: readonly string[];
}

export interface ShellOptions {
  readonly files: ShellFiles;
  /** The URL below which the page lives; ends with a slash. */
  readonly scope: URL;
  readonly caches: CacheStorage;
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
}

/** The first parts of paths that the server answers itself, and of files beside the page. */
const NOT_SCREENS: ReadonlySet<string> = new Set([
  'v1',
  'docs',
  'ws',
  'healthz',
  'readyz',
  'metrics',
  'assets',
  'icons',
]);
/** Screens whose paths have names of people and tokens, which may look like names of files. */
const WITH_NAMES: ReadonlySet<string> = new Set(['u', 'join']);
const LOOKS_LIKE_A_FILE = /\.[a-z\d]{1,12}$/i;
const BASE = /<base href="[^"]*"/;
const ASSETS = 'assets/';
/** Fetched at a time, so that what the page wants itself is not held up. */
const AT_ONCE = 4;

export class Shell {
  readonly #files: ShellFiles;
  readonly #scope: URL;
  readonly #caches: CacheStorage;
  readonly #fetch: ShellOptions['fetch'];
  /** Of this version, by path. */
  readonly #known: ReadonlySet<string>;

  constructor({ files, scope, caches, fetch }: ShellOptions) {
    this.#files = files;
    this.#known = new Set([...files.now, ...files.later]);
    this.#scope = scope;
    this.#caches = caches;
    this.#fetch = fetch;
  }

  /** Fetches a version that can take over at any time. Rejects if it is not whole; the browser tries again then. */
  async install(): Promise<void> {
    const cache = await this.#open();
    const page = await this.#page();
    if (page === undefined) throw new Error('the page could not be fetched');
    await cache.put(this.#scope.href, page);
    await this.#fill(cache, this.#files.now, true);
  }

  /** Drops what no page needs any more: all but this version and the one before, of which tabs may still be open. */
  async activate(): Promise<void> {
    const own = (await this.#caches.keys()).filter((name) => name.startsWith(this.#prefix));
    const others = own.filter((name) => name !== this.#name);
    for (const name of others.slice(0, -1)) await this.#caches.delete(name);
  }

  /** Fetches the parts that are loaded later. Those that are missing then come from the network. */
  async fill(): Promise<void> {
    await this.#fill(await this.#open(), this.#files.later, false);
  }

  /** What this worker answers itself; undefined: the network does. `background`: work that outlives the answer. */
  answer(
    request: Pick<Request, 'method' | 'mode' | 'url'>,
    background: (work: Promise<unknown>) => void,
  ): Promise<Response> | undefined {
    if (request.method !== 'GET') return undefined;
    const path = this.#pathOf(request.url);
    if (path === undefined) return undefined;
    if (request.mode === 'navigate')
      return isScreen(path) ? this.#answerPage(request.url, background) : undefined;
    return path.startsWith(ASSETS) || this.#known.has(path) ? this.#answerPart(path) : undefined;
  }

  /** Relative to the scope, without the query. */
  #pathOf(href: string): string | undefined {
    const url = new URL(href);
    const isOwn = url.origin === this.#scope.origin && url.pathname.startsWith(this.#scope.pathname);
    return isOwn ? url.pathname.slice(this.#scope.pathname.length) : undefined;
  }

  async #answerPage(url: string, background: (work: Promise<unknown>) => void): Promise<Response> {
    const cache = await this.#open();
    const known = await cache.match(this.#scope.href);
    // The browser's own page of what went wrong.
    if (known === undefined) return this.#fetch(url);
    background(this.#renew(cache, known.clone()));
    return known;
  }

  /** The page says in its headers what it may connect to, which changes; its words are those of its version. */
  async #renew(cache: Cache, known: Response): Promise<void> {
    const page = await this.#page().catch(() => undefined);
    if (page === undefined) return;
    const [before, now] = await Promise.all([known.text(), page.clone().text()]);
    if (before === now) await cache.put(this.#scope.href, page);
  }

  async #answerPart(path: string): Promise<Response> {
    const { href } = new URL(path, this.#scope);
    const names = path.startsWith(ASSETS) ? [this.#name, ...(await this.#earlier())] : [this.#name];
    for (const name of names) {
      const found = await (await this.#caches.open(name)).match(href);
      if (found !== undefined) return found;
    }
    // The name of an asset changes with its bytes.
    const answer = await this.#fetch(href, path.startsWith(ASSETS) ? {} : { cache: 'no-cache' });
    if (answer.ok) await (await this.#open()).put(href, answer.clone());
    return answer;
  }

  async #earlier(): Promise<readonly string[]> {
    const names = await this.#caches.keys();
    return names.filter((name) => name.startsWith(this.#prefix) && name !== this.#name);
  }

  async #fill(cache: Cache, paths: readonly string[], mustBeWhole: boolean): Promise<void> {
    const left = [...paths];
    const work = async (): Promise<void> => {
      for (let path = left.shift(); path !== undefined; path = left.shift())
        await this.#put(cache, path, mustBeWhole);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }

  async #put(cache: Cache, path: string, mustBeThere: boolean): Promise<void> {
    const { href } = new URL(path, this.#scope);
    if ((await cache.match(href)) !== undefined) return;
    // An earlier version may have the same file.
    const answer = await this.#answerPart(path).catch(() => undefined);
    if (answer?.ok === true) return cache.put(href, answer);
    if (mustBeThere) throw new Error(`${path} could not be fetched`);
  }

  /** The page as the server has it, with a base that holds for all its paths. Undefined: the server gave something else. */
  async #page(): Promise<Response | undefined> {
    const answer = await this.#fetch(this.#scope.href, { cache: 'no-cache', credentials: 'same-origin' });
    if (!answer.ok || answer.redirected) return undefined;
    const html = await answer.text();
    if (!BASE.test(html)) return undefined;
    const { status, headers } = answer;
    return new Response(html.replace(BASE, `<base href="${this.#scope.pathname}"`), {
      status,
      headers: kept(headers),
    });
  }

  get #prefix(): string {
    return `posthorn${this.#scope.pathname}shell-`;
  }

  get #name(): string {
    return `${this.#prefix}${this.#files.version}`;
  }

  #open(): Promise<Cache> {
    return this.#caches.open(this.#name);
  }
}

/** What described the bytes on the wire is wrong for those that are kept. */
const OF_THE_WIRE = ['content-encoding', 'content-length', 'etag', 'transfer-encoding'];

function kept(headers: Headers): Headers {
  const copy = new Headers(headers);
  for (const name of OF_THE_WIRE) copy.delete(name);
  return copy;
}

function isScreen(path: string): boolean {
  const [first = '', ...others] = path.split('/');
  if (NOT_SCREENS.has(first)) return false;
  return WITH_NAMES.has(first) || !LOOKS_LIKE_A_FILE.test(others.at(-1) ?? first);
}
