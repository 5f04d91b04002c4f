/** Whatever the other server does, a call stays within its bounds, and reaches nothing that is not public. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { OutgoingError } from '../../src/outgoing/error.ts';
import type { OutgoingProblem } from '../../src/outgoing/error.ts';
import { Names, outgoing, Site, textOf, wanted } from './world.ts';
import type { Answers } from './world.ts';

const HTML = { 'content-type': 'text/html' };

function fails(call: Promise<unknown>, problem: OutgoingProblem): Promise<void> {
  return assert.rejects(call, (error: unknown) => {
    assert.ok(error instanceof OutgoingError, String(error));
    assert.equal(error.problem, problem, error.message);
    return true;
  });
}

const page: Answers = (_request, response) => response.writeHead(200, HTML).end('<title>Page</title>');

function sendingTo(location: string): Answers {
  return (_request, response) => response.writeHead(302, { location }).end();
}

describe('a call to another server', () => {
  it('brings what was asked for, and says who asks, and nothing else', async () => {
    await using site = await Site.open((_request, response) => {
      const type = 'Text/HTML; charset="GBK"';
      response.writeHead(200, { 'content-type': type, 'set-cookie': 'a=b' }).end('hello');
    });
    const found = await outgoing().get(wanted(site.url('/a?b=c#d')), async (arrived) => ({
      ...arrived,
      text: await textOf(arrived),
    }));
    assert.deepEqual([found.type, found.charset, found.text], ['text/html', 'gbk', 'hello']);
    const [request] = site.seen;
    assert.equal(request?.url, '/a?b=c');
    assert.match(request.headers['user-agent'] ?? '', /^Posthorn\//);
    assert.deepEqual(Object.keys(request.headers).toSorted(), [
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ]);
  });

  it('goes to the address that was checked, whatever the name leads to afterwards', async () => {
    await using site = await Site.open(page);
    // A second answer would lead elsewhere.
    const names = new Names({ 'rebinding.example': [['127.0.0.1'], ['127.0.0.2']] });
    const url = site.url('/', 'rebinding.example');
    assert.equal(await outgoing(names).get(wanted(url), textOf), '<title>Page</title>');
    assert.deepEqual(names.asked, ['rebinding.example']);
    assert.equal(site.seen[0]?.headers.host, `rebinding.example:${site.port}`);
    await fails(outgoing(names).get(wanted(url), textOf), 'refused');
  });

  it('refuses a name that leads to an address that is not public, if only among others', async () => {
    const names = new Names({
      'inside.example': [['10.0.0.7']],
      'both.example': [['93.184.215.14', '192.168.0.1']],
      'mapped.example': [['::ffff:10.0.0.1']],
    });
    for (const name of ['inside', 'both', 'mapped']) {
      await fails(outgoing(names).get(wanted(`http://${name}.example/`), textOf), 'refused');
    }
    await fails(outgoing(names).get(wanted('http://nowhere.example/'), textOf), 'unreachable');
  });

  it('refuses literal addresses that are not public, in all spellings', async () => {
    const hosts = [
      '127.0.0.2',
      '0x7f.2',
      '0x7f000002',
      '2130706434',
      '017700000002',
      '127.2',
      '127.0.0.2.',
      '１２７。０。０。２',
      '0',
      '0.0.0.0',
      '10.1.2.3',
      '100.64.0.1',
      '169.254.169.254',
      '192.168.1.1',
      '224.0.0.1',
      '255.255.255.255',
      '[::]',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[::127.0.0.1]',
      '[64:ff9b::10.0.0.1]',
      '[2002:7f00:1::]',
      '[fe80::1]',
      '[fd00:ec2::254]',
    ];
    for (const host of hosts) await fails(outgoing().get(wanted(`http://${host}/`), textOf), 'refused');
  });

  it('refuses other schemes, logins, and ports', async () => {
    const refused = [
      'ftp://93.184.215.14/',
      'file:///etc/passwd',
      'data:text/html,x',
      'http://me:secret@127.0.0.1/',
      'http://93.184.215.14:22/',
      'http://93.184.215.14:6379/',
    ];
    for (const url of refused) await fails(outgoing().get(wanted(url), textOf), 'refused');
  });

  it('checks again at every redirect', async () => {
    const names = new Names({ 'inside.example': [['10.0.0.7']] });
    const inside = [
      'http://127.0.0.2/',
      '//[::1]/',
      'http://2130706434/',
      'http://inside.example/',
      'file:///etc/passwd',
      'http://me:secret@127.0.0.1/',
    ];
    for (const location of inside) {
      await using site = await Site.open(sendingTo(location));
      await fails(outgoing(names).get(wanted(site.url()), textOf), 'refused');
    }
  });

  it('follows three redirects and no more', async () => {
    await using site = await Site.open((request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) page(request, response);
      else sendingTo(`/${left - 1}`)(request, response);
    });
    const found = await outgoing().get(wanted(site.url('/3')), (arrived) =>
      Promise.resolve(arrived.url.pathname),
    );
    assert.equal(found, '/0');
    await fails(outgoing().get(wanted(site.url('/4')), textOf), 'unusable');
    await using nowhere = await Site.open(sendingTo('http://['));
    await fails(outgoing().get(wanted(nowhere.url()), textOf), 'unusable');
  });

  it('takes nothing of another type, and only what was found', async () => {
    await using site = await Site.open((request, response) => {
      const [, status = '200', type = ''] = request.url?.split('/') ?? [];
      response.writeHead(Number(status), type === '' ? {} : { 'content-type': `text/${type}` }).end('x');
    });
    for (const path of ['/200/plain', '/200', '/404/html', '/500/html', '/204/html', '/302/html']) {
      await fails(outgoing().get(wanted(site.url(path)), textOf), 'unusable');
    }
  });

  it('ends with a server that breaks off, or speaks something else', async () => {
    await using site = await Site.open((request, response) => {
      if (request.url === '/silent') request.socket.destroy();
      else if (request.url === '/garbage') request.socket.end('hello\r\n');
      else if (request.url === '/upgrade') {
        request.socket.end('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n');
      } else if (request.url === '/headers')
        response.writeHead(200, { ...HTML, long: 'x'.repeat(20_000) }).end();
      else {
        response.writeHead(200, { ...HTML, 'content-length': '10' });
        response.write('half', () => request.socket.destroy());
      }
    });
    for (const path of ['/silent', '/garbage', '/upgrade', '/headers', '/half']) {
      await fails(outgoing().get(wanted(site.url(path)), textOf), 'unreachable');
    }
  });

  it('has an end although the other server has none', async () => {
    const closed: Promise<unknown>[] = [];
    await using site = await Site.open((request, response) => {
      closed.push(new Promise((resolve) => request.socket.once('close', resolve)));
      if (request.url === '/nothing') return;
      if (request.url === '/redirect') return sendingTo('/nothing')(request, response);
      response.writeHead(200, HTML);
      const drip = setInterval(() => response.write('x'), 5);
      request.socket.once('close', () => clearInterval(drip));
    });
    for (const path of ['/nothing', '/redirect', '/drip']) {
      await fails(outgoing().get(wanted(site.url(path), { timeoutMs: 150 }), textOf), 'timeout');
    }
    const stop = new AbortController();
    const call = outgoing().get(wanted(site.url('/drip'), { signal: stop.signal }), textOf);
    stop.abort(new Error('enough'));
    await assert.rejects(call, /enough/);
    await Promise.all(closed);
  });

  it('takes no more than its bound', async () => {
    await using site = await Site.open((request, response) => {
      response.writeHead(200, HTML);
      const more = (): void => {
        while (response.write('x'.repeat(10_000)));
      };
      response.on('drain', more);
      request.socket.once('close', () => response.removeListener('drain', more));
      more();
    });
    await fails(outgoing().get(wanted(site.url()), textOf), 'too-large');
    const cut = await outgoing().get(wanted(site.url(), { beyond: 'end' }), textOf);
    assert.equal(cut.length, 100_000);
  });

  it('says so before it reads what is announced as too large', async () => {
    await using site = await Site.open((_request, response) => {
      response.writeHead(200, { ...HTML, 'content-length': '100001' }).flushHeaders();
    });
    await fails(outgoing().get(wanted(site.url()), textOf), 'too-large');
  });
});

describe('a compressed answer', () => {
  function encoded(encoding: string, body: Buffer): Answers {
    return (_request, response) =>
      response.writeHead(200, { ...HTML, 'content-encoding': encoding }).end(body);
  }

  it('is decompressed', async () => {
    const ways = [
      ['gzip', gzipSync('hello')],
      ['x-gzip', gzipSync('hello')],
      ['BR', brotliCompressSync('hello')],
      ['identity', Buffer.from('hello')],
    ] as const;
    for (const [encoding, body] of ways) {
      await using site = await Site.open(encoded(encoding, body));
      assert.equal(await outgoing().get(wanted(site.url()), textOf), 'hello');
    }
  });

  it('is bounded in what it becomes', async () => {
    const bomb = Buffer.alloc(20_000_000);
    for (const [encoding, body] of [
      ['gzip', gzipSync(bomb)],
      ['br', brotliCompressSync(bomb)],
    ] as const) {
      await using site = await Site.open(encoded(encoding, body));
      await fails(outgoing().get(wanted(site.url()), textOf), 'too-large');
      const cut = await outgoing().get(wanted(site.url(), { beyond: 'end' }), textOf);
      assert.equal(cut.length, 100_000);
    }
  });

  it('is bounded in what it is', async () => {
    // Each member decompresses to nothing.
    const nothing = Buffer.concat(Array.from({ length: 1000 }, () => gzipSync('')));
    await using site = await Site.open((request, response) => {
      response.writeHead(200, { ...HTML, 'content-encoding': 'gzip' });
      const more = (): void => {
        while (response.write(nothing));
      };
      response.on('drain', more);
      request.socket.once('close', () => response.removeListener('drain', more));
      more();
    });
    await fails(outgoing().get(wanted(site.url(), { beyond: 'end' }), textOf), 'too-large');
  });

  it('is nothing if it is broken, or encoded as nobody asked', async () => {
    for (const [encoding, body, problem] of [
      ['gzip', Buffer.from('not compressed'), 'unreachable'],
      ['gzip', gzipSync('hello').subarray(0, 12), 'unreachable'],
      ['gzip, gzip', gzipSync(gzipSync('hello')), 'unusable'],
      ['zstd', Buffer.from('x'), 'unusable'],
    ] as const) {
      await using site = await Site.open(encoded(encoding, body));
      await fails(outgoing().get(wanted(site.url()), textOf), problem);
    }
  });
});
