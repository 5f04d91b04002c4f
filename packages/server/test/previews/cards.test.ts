/** What links lead to, fetched from servers that misbehave in every way. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Cards } from '../../src/features/previews/cards.ts';
import type { Card } from '../../src/features/previews/cards.ts';
import { keepPicture, pictureKey, PICTURE_KEY } from '../../src/features/previews/queries.ts';
import type { StoredPicture } from '../../src/features/previews/queries.ts';
import { silentLogger } from '../../src/logger.ts';
import type { Wanted } from '../../src/outgoing/outgoing.ts';
import { Sealer } from '../../src/sealing/sealer.ts';
import type { Services } from '../../src/router/services.ts';
import { systemClock, systemRandom } from '../../src/system.ts';
import { Names, outgoing, Site } from '../outgoing/world.ts';

const HTML = { 'content-type': 'text/html' };

/** A picture of one pixel, as far as anybody reads it. */
const PNG = Buffer.concat([
  Buffer.from('\x89PNG\r\n\x1A\n\0\0\0\rIHDR', 'latin1'),
  Buffer.of(0, 0, 0, 1, 0, 0, 0, 1),
  Buffer.alloc(100),
]);

class World {
  readonly pictures: StoredPicture[] = [];
  readonly cards: Cards;
  now = 0;

  constructor(sealer = Sealer.off, key = 'a key', reach?: object) {
    const store = {
      run: (query: unknown, picture: StoredPicture) => {
        if (query === pictureKey) return Promise.resolve(key);
        assert.equal(query, keepPicture);
        this.pictures.push(picture);
        return Promise.resolve();
      },
    };
    const names = new Names({ 'inside.example': [['10.0.0.1']] });
    const clock = { ...systemClock, monotonic: () => this.now };
    const sealing = { random: systemRandom, sealer };
    const parts = { outgoing: reach ?? outgoing(names), store, clock, logger: silentLogger, ...sealing };
    this.cards = new Cards(parts as unknown as Services, new AbortController().signal);
  }

  of(url: URL | string, mayFetch = true): Promise<Card | undefined> {
    return this.cards.of(new URL(url), () => mayFetch);
  }
}

function site(
  pages: Readonly<Record<string, (response: ServerResponse, request: IncomingMessage) => void>>,
): Promise<Site> {
  return Site.open((request, response) => {
    const page = pages[request.url ?? ''];
    if (page === undefined) response.writeHead(404).end();
    else page(response, request);
  });
}

function html(...head: readonly string[]): (response: ServerResponse) => void {
  return (response) => response.writeHead(200, HTML).end(`<head>${head.join('')}</head><body>`);
}

describe('the card of a link', () => {
  it('has what the page says, and the picture in our store', async () => {
    await using server = await site({
      '/': (response) => response.writeHead(301, { location: '/verona/' }).end(),
      '/verona/': html(
        '<meta property="og:title" content="Verona">',
        '<meta property="og:image" content="p.png">',
      ),
      '/verona/p.png': (response) => response.writeHead(200, { 'content-type': 'image/png' }).end(PNG),
    });
    const world = new World();
    const card = await world.of(server.url());
    assert.match(card?.picture ?? '', /^\/v1\/previews\/[\da-f]{64}$/);
    const { picture, ...words } = card ?? { picture: '' };
    assert.deepEqual(words, { title: 'Verona', description: '', site: '', width: 1, height: 1 });
    assert.deepEqual(
      world.pictures.map(({ hash, type, bytes }) => [hash, type, Buffer.from(bytes)]),
      [[picture.slice('/v1/previews/'.length), 'image/png', PNG]],
    );
  });

  it('has a picture whose name is made with a key, whether or not that is sealed', async () => {
    const current = { id: 'one', bytes: new Uint8Array(32) };
    const keys = { path: 'keys', current, all: [current] };
    const sealer = new Sealer({ keys, random: systemRandom });
    const page = Buffer.from('<title>t</title><meta property="og:image" content="p.png">');
    const reach = {
      get: ({ url }: Wanted, read: (arrived: object) => Promise<unknown>) =>
        read({ url, charset: undefined, chunks: [url.pathname === '/' ? page : PNG] }),
    };
    const hash = createHmac('sha256', 'a key').update(PNG).digest('hex');
    for (const [given, key] of [
      [Sealer.off, 'a key'],
      [sealer, sealer.sealText(PICTURE_KEY, ['pictures'], 'a key')],
    ] as const)
      assert.equal(
        (await new World(given, key, reach).of('https://a.example/'))?.picture,
        `/v1/previews/${hash}`,
      );
  });

  it('has no picture that is too large, of another kind, or inside', async () => {
    await using inside = await site({ '/': html() });
    const pictures: Readonly<Record<string, string>> = {
      huge: '/huge.png',
      svg: '/svg.png',
      page: '/page',
      none: '/none',
      inside: `http://inside.example/p.png`,
      literal: `http://127.0.0.2:${inside.port}/`,
      odd: 'javascript:alert(1)',
      data: 'data:image/png;base64,AAAA',
      broken: 'http://[',
    };
    const pages = Object.entries(pictures).map(
      ([name, url]) =>
        [`/${name}`, html(`<title>t</title><meta property="og:image" content="${url}">`)] as const,
    );
    await using server = await site({
      ...Object.fromEntries(pages),
      '/huge.png': (response) =>
        response
          .writeHead(200, { 'content-type': 'image/png' })
          .end(Buffer.concat([PNG, Buffer.alloc(131_072)])),
      '/svg.png': (response) =>
        response
          .writeHead(200, { 'content-type': 'image/png' })
          .end('<svg onload="alert(1)" xmlns="x"></svg>'),
    });
    const world = new World();
    for (const [path] of pages) {
      assert.deepEqual(await world.of(server.url(path)), {
        title: 't',
        description: '',
        site: '',
        picture: '',
        width: 0,
        height: 0,
      });
    }
    assert.deepEqual(world.pictures, []);
    assert.deepEqual(inside.seen, []);
  });

  it('is read in whatever charset', async () => {
    const gbk = Buffer.from([0xc4, 0xe3, 0xba, 0xc3]);
    const titled = (before: string, title: Buffer, after = ''): Buffer =>
      Buffer.concat([Buffer.from(`${before}<title>`), title, Buffer.from(`</title>${after}`)]);
    const answers: readonly (readonly [type: string, body: Buffer])[] = [
      ['text/html; charset=gbk', titled('', gbk)],
      ['text/html', titled('<meta charset="gbk">', gbk)],
      ['text/html', titled('<meta http-equiv="Content-Type" content="text/html; charset=GB2312">', gbk)],
      ['text/html; charset=nonsense', titled('<meta charset=gbk>', gbk)],
      ['text/html; charset=gbk', titled('\uFEFF', Buffer.from('你好'))],
      ['text/html', Buffer.from('\uFEFF<title>你好</title>', 'utf16le')],
      ['text/html', titled('', Buffer.from('你好'), ' '.repeat(3000))],
      ['application/xhtml+xml', titled('', Buffer.from('你好'))],
    ];
    await using server = await Site.open((request, response) => {
      const [type = '', body = ''] = answers[Number(request.url?.slice(1))] ?? [];
      response.writeHead(200, { 'content-type': type });
      // In pieces that cut characters.
      for (const byte of Buffer.from(body)) response.write(Buffer.of(byte));
      response.end();
    });
    const world = new World();
    for (const index of answers.keys()) {
      assert.equal((await world.of(server.url(`/${index}`)))?.title, '你好', answers[index]?.[0] ?? '');
    }
  });

  it('is read from the head alone, however the page goes on', async () => {
    await using server = await site({
      '/endless': (response) => {
        response.writeHead(200, HTML).write('<head><title>head</title></head><body>');
        response.write('x'.repeat(10_000));
      },
      '/bomb': (response) =>
        response
          .writeHead(200, { ...HTML, 'content-encoding': 'gzip' })
          .end(gzipSync(Buffer.concat([Buffer.from('<title>bomb</title>'), Buffer.alloc(50_000_000)]))),
      '/long': html(`<script>${'x'.repeat(600_000)}</script>`, '<title>far away</title>'),
      '/untitled': html('<meta property="og:description" content="words">'),
      '/text': (response) =>
        response.writeHead(200, { 'content-type': 'text/plain' }).end('<title>t</title>'),
    });
    const world = new World();
    assert.equal((await world.of(server.url('/endless')))?.title, 'head');
    assert.equal((await world.of(server.url('/bomb')))?.title, 'bomb');
    for (const path of ['/long', '/untitled', '/text', '/nothing']) {
      assert.equal(await world.of(server.url(path)), undefined, path);
    }
  });
});

describe('cards', () => {
  it('are fetched once for all who ask at once, and kept for hours', async () => {
    const ended = Promise.withResolvers<void>();
    await using server = await site({
      '/': (response) => void ended.promise.then(() => html('<title>t</title>')(response)),
    });
    const world = new World();
    const all = Array.from({ length: 10 }, () => world.of(server.url()));
    ended.resolve();
    assert.deepEqual(new Set((await Promise.all(all)).map((card) => card?.title)), new Set(['t']));
    world.now = 6 * 3_600_000 - 1;
    await world.of(server.url(), false);
    assert.equal(server.seen.length, 1);
    world.now += 1;
    assert.equal(await world.of(server.url(), false), undefined);
    await world.of(server.url());
    assert.equal(server.seen.length, 2);
  });

  it('are asked for again some minutes after there was none', async () => {
    await using server = await site({});
    const world = new World();
    for (const [now, fetched] of [
      [0, 1],
      [599_999, 1],
      [600_000, 2],
    ] as const) {
      world.now = now;
      assert.equal(await world.of(server.url()), undefined);
      assert.equal(server.seen.length, fetched);
    }
  });

  it('are kept in bounded number', async () => {
    await using server = await site({});
    const world = new World();
    // Refused before anybody is called.
    for (let index = 0; index < 2001; index++) await world.of(`http://10.0.0.1/${index}`);
    await world.of(server.url());
    let asked = 0;
    const count = (): boolean => {
      asked++;
      return false;
    };
    await world.cards.of(new URL('http://10.0.0.1/2000'), count);
    assert.equal(asked, 0);
    await world.cards.of(new URL('http://10.0.0.1/0'), count);
    assert.equal(asked, 1);
  });
});
