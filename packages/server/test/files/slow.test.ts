/** Uploads that take longer than any other request may: slow ones go on, dead ones end. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { refuseSocket } from '../../src/http/failure.ts';
import { SlowBodies } from '../../src/http/slow-bodies.ts';
import { Body } from '../../src/features/files/http/body.ts';
import type { Clock } from '../../src/clock.ts';

/** Timers run when the test says so. */
class StillClock implements Clock {
  #now = 0;
  readonly #timers = new Set<{ readonly at: number; readonly run: () => void }>();

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  after(delayMs: number, run: () => void): { cancel(): void } {
    const timer = { at: this.#now + delayMs, run };
    this.#timers.add(timer);
    return { cancel: () => void this.#timers.delete(timer) };
  }

  afterTurn(run: () => void): void {
    setImmediate(run);
  }

  pass(ms: number): void {
    this.#now += ms;
    for (const timer of this.#timers) {
      if (timer.at > this.#now || !this.#timers.delete(timer)) continue;
      timer.run();
    }
  }
}

interface Asked {
  readonly request: IncomingMessage;
  readonly write: (text: string) => Promise<void>;
  /** What the server has said, when it has closed the connection. */
  readonly ended: Promise<string>;
  readonly leave: () => void;
}

/** A server that gives a request only a moment to arrive, and one that takes longer. */
async function asked(allow: (slow: SlowBodies, request: IncomingMessage) => void): Promise<Asked> {
  const slow = new SlowBodies();
  const limits = { requestTimeout: 50, headersTimeout: 50, connectionsCheckingInterval: 20 };
  const server = createServer(limits);
  server.on('clientError', (error, socket) => {
    if (!slow.excuses(error, socket as never)) refuseSocket(error, socket as never);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let heard = '';
  socket.on('error', () => {}).on('data', (bytes: Buffer) => (heard += bytes.toString()));
  const ended = once(socket, 'close').then(() => heard);
  socket.write('POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n');
  const [request, response] = (await once(server, 'request')) as [IncomingMessage, { end(): void }];
  allow(slow, request);
  request.once('end', () => response.end());
  void ended.then(() => server.close());
  const write = (text: string): Promise<void> =>
    new Promise((resolve) => {
      const chunk = text === '' ? '0\r\n\r\n' : `${text.length.toString(16)}\r\n${text}\r\n`;
      socket.write(chunk, () => resolve());
    });
  return { request, write, ended, leave: () => void socket.destroy() };
}

function bodyOf(request: IncomingMessage, clock: Clock, mayGoOn = async (): Promise<void> => {}): Body {
  return new Body(request, { clock, most: 1000, mayGoOn });
}

describe('a request that takes long', () => {
  it('ends, unless it may', async () => {
    const { ended } = await asked(() => {});
    assert.match(await ended, /^HTTP\/1\.1 408 /);
  });

  it('goes on if it may, as long as something comes', async () => {
    const { request, write, leave } = await asked((slow, each) => slow.allow(each));
    const other = await asked(() => {});
    const clock = new StillClock();
    const chunks = bodyOf(request, clock)[Symbol.asyncIterator]();
    let bytes = 0;
    for (let count = 0; count < 5; count++) {
      const next = chunks.next();
      await write('abc');
      bytes += ((await next).value as Uint8Array).length;
      clock.pass(59_000);
    }
    // A later one has reached the limits meanwhile.
    await other.ended;
    const last = chunks.next();
    await write('abc');
    bytes += ((await last).value as Uint8Array).length;
    await write('');
    assert.equal((await chunks.next()).done, true);
    assert.equal(bytes, 18);
    leave();
  });

  it('ends after a silence', async () => {
    const { request, ended } = await asked((slow, each) => slow.allow(each));
    const clock = new StillClock();
    const next = bodyOf(request, clock)[Symbol.asyncIterator]().next();
    clock.pass(60_000);
    await assert.rejects(next, { code: 'IDLE_TIMEOUT' });
    await ended;
  });

  it('ends when its session has ended', async () => {
    const { request, write, leave } = await asked((slow, each) => slow.allow(each));
    const clock = new StillClock();
    const chunks = bodyOf(request, clock, () => Promise.reject(new Error('logged out')))[
      Symbol.asyncIterator
    ]();
    const first = chunks.next();
    await write('abc');
    assert.equal(((await first).value as Uint8Array).length, 3);
    clock.pass(31_000);
    const second = chunks.next();
    await write('abc');
    await assert.rejects(second, /logged out/);
    leave();
  });
});
