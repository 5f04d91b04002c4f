/** The page opens without a network, from the parts of one version, whatever the server has in the meantime. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Shell } from './shell.ts';
import type { ShellFiles } from './shell.ts';

const SCOPE = new URL('https://chat.example/talk/');

/** As much of the Cache API as is used. */
class FakeCache {
  readonly entries = new Map<string, Response>();

  match(url: string): Promise<Response | undefined> {
    return Promise.resolve(this.entries.get(url)?.clone());
  }

  put(url: string, answer: Response): Promise<void> {
    this.entries.set(url, answer);
    return Promise.resolve();
  }
}

class FakeCaches {
  readonly all = new Map<string, FakeCache>();

  open(name: string): Promise<FakeCache> {
    const found = this.all.get(name) ?? new FakeCache();
    this.all.set(name, found);
    return Promise.resolve(found);
  }

  keys(): Promise<string[]> {
    return Promise.resolve([...this.all.keys()]);
  }

  delete(name: string): Promise<boolean> {
    return Promise.resolve(this.all.delete(name));
  }
}

class Web {
  readonly caches = new FakeCaches();
  readonly files = new Map<string, string>();
  readonly asked: string[] = [];
  policy = 'one';
  isOffline = false;

  constructor(files: Readonly<Record<string, string>>) {
    for (const [path, text] of Object.entries(files)) this.files.set(path, text);
  }

  shell(files: ShellFiles): Shell {
    // The fake has what is used of the real one.
    const caches = this.caches as unknown as CacheStorage;
    return new Shell({ files, scope: SCOPE, caches, fetch: (url) => this.#fetch(url) });
  }

  #fetch(url: string): Promise<Response> {
    this.asked.push(url.slice(SCOPE.href.length));
    if (this.isOffline) return Promise.reject(new TypeError('no network'));
    const text = this.files.get(url.slice(SCOPE.href.length));
    const headers = { 'content-security-policy': this.policy, etag: '"x"' };
    return Promise.resolve(
      text === undefined ? new Response('', { status: 404 }) : new Response(text, { headers }),
    );
  }
}

const PAGE = '<base href="./" /><script src="assets/a-1.js">';
const FILES = { '': PAGE, 'look.js': 'look', 'assets/a-1.js': 'a', 'assets/lazy-1.js': 'lazy' };
const FIRST: ShellFiles = { version: '1', now: ['look.js', 'assets/a-1.js'], later: ['assets/lazy-1.js'] };

const WORK: Promise<unknown>[] = [];

async function ask(
  shell: Shell,
  path: string,
  mode: RequestMode = 'no-cors',
  method = 'GET',
): Promise<string> {
  const answer = shell.answer({ method, mode, url: new URL(path, SCOPE).href }, (work) => WORK.push(work));
  if (answer === undefined) return 'network';
  const text = await (await answer).text();
  await Promise.all(WORK.splice(0));
  return text;
}

describe('the shell', () => {
  it('opens every screen without a network, with a base that holds for all of them', async () => {
    const web = new Web(FILES);
    const shell = web.shell(FIRST);
    await shell.install();
    web.isOffline = true;
    for (const path of ['', 'c/17', 'c/17/4', 'settings/look', 'u/ann.lee', 'join/a.b', 'login?next=/c/1'])
      assert.match(await ask(shell, path, 'navigate'), /^<base href="\/talk\/"/, path);
    assert.equal(await ask(shell, 'assets/a-1.js'), 'a');
    assert.equal(await ask(shell, 'look.js'), 'look');
  });

  it('leaves to the network what is not its own', async () => {
    const web = new Web(FILES);
    const shell = web.shell(FIRST);
    await shell.install();
    for (const path of [
      'v1/me',
      'v1/files/1?size=320',
      'docs',
      'docs/x',
      'healthz',
      '../elsewhere',
      'robots.txt',
    ])
      assert.equal(await ask(shell, path, 'navigate'), 'network', path);
    assert.equal(await ask(shell, 'v1/me', 'cors'), 'network');
    assert.equal(await ask(shell, 'assets/a-1.js', 'cors', 'HEAD'), 'network');
    assert.equal(await ask(shell, 'https://elsewhere.example/talk/assets/a-1.js'), 'network');
  });

  it('is not installed if a part that it needs is missing, or the page is somebody else’s', async () => {
    const web = new Web({ ...FILES, '': '<h1>Sign in to the network</h1>' });
    await assert.rejects(web.shell(FIRST).install());
    web.files.set('', PAGE);
    web.files.delete('assets/a-1.js');
    await assert.rejects(web.shell(FIRST).install());
    web.files.set('assets/a-1.js', 'a');
    await web.shell(FIRST).install();
  });

  it('gives an old page its parts until nobody has it any more', async () => {
    const web = new Web(FILES);
    const old = web.shell(FIRST);
    await old.install();
    await old.fill();
    const files: ShellFiles = { version: '2', now: ['look.js', 'assets/a-2.js'], later: [] };
    web.files.set('', '<base href="./" />new').set('assets/a-2.js', 'b').set('look.js', 'new look');
    web.files.delete('assets/lazy-1.js');
    const next = web.shell(files);
    await next.install();
    assert.match(await ask(old, 'c/1', 'navigate'), /a-1/);
    assert.equal(await ask(old, 'look.js'), 'look');
    await next.activate();
    assert.match(await ask(next, 'c/1', 'navigate'), /new/);
    assert.equal(await ask(next, 'look.js'), 'new look');
    assert.equal(await ask(next, 'assets/lazy-1.js'), 'lazy');
    const third = web.shell({ ...files, version: '3' });
    await third.install();
    await third.activate();
    assert.deepEqual([...web.caches.all.keys()], ['posthorn/talk/shell-2', 'posthorn/talk/shell-3']);
  });

  it('renews the headers of its page, and never its words', async () => {
    const web = new Web(FILES);
    const shell = web.shell(FIRST);
    await shell.install();
    const policy = async (): Promise<string | null> => {
      const url = new URL('c/1', SCOPE).href;
      const answer = await shell.answer({ method: 'GET', mode: 'navigate', url }, (work) => WORK.push(work));
      await Promise.all(WORK.splice(0));
      assert.equal(answer?.headers.get('etag'), null);
      return answer?.headers.get('content-security-policy') ?? null;
    };
    web.policy = 'two';
    assert.equal(await policy(), 'one');
    assert.equal(await policy(), 'two');
    web.policy = 'three';
    web.files.set('', '<base href="./" />new');
    await policy();
    assert.equal(await policy(), 'two');
  });
});
