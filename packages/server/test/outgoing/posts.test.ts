/** What is posted goes over connections that stay open, and whatever the other server does with them is harmless. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { describe, it } from 'node:test';
import { OutgoingError } from '../../src/outgoing/error.ts';
import type { Outgoing, PostAnswer } from '../../src/outgoing/outgoing.ts';
import { Names, outgoing } from './world.ts';

const OK = 'HTTP/1.1 204 No Content\r\n\r\n';

/** A connection as the other server has it. */
interface Line {
  readonly number: number;
  readonly socket: Socket;
}

type Behaviour = (line: Line, request: number) => void;

/** A server that does with its connections what a test says. */
class Receiver implements AsyncDisposable {
  readonly #server = createServer({ allowHalfOpen: false }, (socket) => this.#accept(socket));
  readonly #sockets = new Set<Socket>();
  readonly #behaviour: Behaviour;
  /** The last word of each body that came, and over which connection. */
  readonly came: string[] = [];
  connections = 0;

  private constructor(behaviour: Behaviour) {
    this.#behaviour = behaviour;
  }

  static async open(behaviour: Behaviour): Promise<Receiver> {
    const receiver = new Receiver(behaviour);
    receiver.#server.listen(0, '127.0.0.1');
    await once(receiver.#server, 'listening');
    return receiver;
  }

  url(host = '127.0.0.1'): URL {
    return new URL(`http://${host}:${(this.#server.address() as AddressInfo).port}/`);
  }

  /** How many are open. */
  get open(): number {
    return this.#sockets.size;
  }

  #accept(socket: Socket): void {
    const number = (this.connections += 1);
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes.toString();
      const found = /^POST [^]*\r\n\r\n<(.+)>$/.exec(text);
      if (found === null) return;
      text = '';
      this.came.push(`${found[1]} ${number}`);
      this.#behaviour({ number, socket }, this.came.length);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

function post(of: Outgoing, url: URL, text: string): Promise<PostAnswer> {
  const { signal } = new AbortController();
  return of.post({ url, headers: {}, body: Buffer.from(`<${text}>`), timeoutMs: 5000, signal });
}

/** Waits for what a socket does on its own. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

const answers: Behaviour = ({ socket }) => socket.write(OK);

describe('what is posted', () => {
  it('goes over one connection, one after the other', async () => {
    await using receiver = await Receiver.open(answers);
    const of = outgoing();
    for (const text of ['a', 'b', 'c']) assert.equal((await post(of, receiver.url(), text)).status, 204);
    assert.deepEqual(receiver.came, ['a 1', 'b 1', 'c 1']);
    of.close();
    await until(() => receiver.open === 0);
  });

  it('goes over a connection for each that is under way', async () => {
    await using receiver = await Receiver.open(answers);
    const of = outgoing();
    await Promise.all(['a', 'b', 'c'].map((text) => post(of, receiver.url(), text)));
    assert.equal(receiver.connections, 3);
    await post(of, receiver.url(), 'd');
    assert.equal(receiver.connections, 3);
    of.close();
  });

  it('is sent again at once if the connection that it went over was dead', async () => {
    // The first request of each connection is answered, and the second one meets its end.
    const seen = new Set<number>();
    await using receiver = await Receiver.open(({ number, socket }) => {
      if (seen.has(number)) socket.resetAndDestroy();
      else socket.write(OK);
      seen.add(number);
    });
    const of = outgoing();
    for (const text of ['a', 'b', 'c', 'd']) assert.equal((await post(of, receiver.url(), text)).status, 204);
    assert.deepEqual(receiver.came, ['a 1', 'b 1', 'b 2', 'c 3', 'd 3', 'd 4']);
    of.close();
  });

  it('is sent again if the answer over it broke off before it said anything', async () => {
    const seen = new Set<number>();
    await using receiver = await Receiver.open(({ number, socket }) => {
      if (seen.has(number)) socket.end('HTTP/1.1 2');
      else socket.write(OK);
      seen.add(number);
    });
    const of = outgoing();
    for (const text of ['a', 'b']) assert.equal((await post(of, receiver.url(), text)).status, 204);
    assert.deepEqual(receiver.came, ['a 1', 'b 1', 'b 2']);
    of.close();
  });

  it('goes over another connection if the server has closed the one that was kept', async () => {
    for (const end of ['end', 'destroy', 'resetAndDestroy'] as const) {
      await using receiver = await Receiver.open(({ socket }) => {
        socket.write(OK, () => socket[end]());
      });
      const of = outgoing();
      for (const text of ['a', 'b', 'c']) {
        assert.equal((await post(of, receiver.url(), text)).status, 204);
        await until(() => receiver.open === 0);
      }
      assert.deepEqual(new Set(receiver.came.map((each) => each[0])), new Set(['a', 'b', 'c']), end);
      of.close();
    }
  });

  it('has failed if a connection of its own breaks', async () => {
    await using receiver = await Receiver.open(({ socket }) => void socket.destroy());
    const of = outgoing();
    await assert.rejects(post(of, receiver.url(), 'a'), OutgoingError);
    assert.deepEqual(receiver.came, ['a 1']);
    of.close();
  });

  it('is taken although the connection breaks within the answer, and does not use it again', async () => {
    await using receiver = await Receiver.open(({ socket }) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nonly a part');
      setImmediate(() => socket.destroy());
    });
    const of = outgoing();
    for (const text of ['a', 'b']) assert.equal((await post(of, receiver.url(), text)).status, 200);
    assert.deepEqual(receiver.came, ['a 1', 'b 2']);
    of.close();
  });

  it('is taken although the connection breaks at the same moment as the answer comes', async () => {
    for (const end of ['end', 'destroySoon', 'resetAndDestroy'] as const) {
      await using receiver = await Receiver.open(({ socket }) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n');
        socket[end]();
      });
      const of = outgoing();
      for (let each = 0; each < 20; each++) {
        const posted = post(of, receiver.url(), `${each}`);
        // Whoever resets a connection may take what they have answered with it.
        if (end === 'resetAndDestroy') await posted.catch(() => {});
        else assert.equal((await posted).status, 200);
      }
      of.close();
    }
  });

  it('does not wait for an answer that has no end, and reads a bound of it', async () => {
    await using receiver = await Receiver.open(({ socket }) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      const more = (): void => {
        if (!socket.destroyed) socket.write(`8000\r\n${'x'.repeat(0x8000)}\r\n`, () => setImmediate(more));
      };
      more();
    });
    const of = outgoing();
    assert.equal((await post(of, receiver.url(), 'a')).status, 200);
    await until(() => receiver.open === 0);
    of.close();
  });

  it('is called at another connection as soon as its name leads elsewhere, and not at all where it may not', async () => {
    await using receiver = await Receiver.open(answers);
    const names = new Names({
      'moves.example': [['127.0.0.1'], ['127.0.0.1'], ['127.0.0.1', '127.0.0.3'], ['10.0.0.7']],
      'other.example': [['127.0.0.1']],
    });
    const of = outgoing(names, ['127.0.0.0/8']);
    const url = receiver.url('moves.example');
    await post(of, url, 'a');
    await post(of, url, 'b');
    await post(of, url, 'c');
    await assert.rejects(post(of, url, 'd'), { problem: 'refused' });
    await post(of, receiver.url('other.example'), 'e');
    await post(of, receiver.url(), 'f');
    assert.deepEqual(receiver.came, ['a 1', 'b 1', 'c 2', 'e 3', 'f 4'], 'none is used for another name');
    of.close();
  });

  it('leaves few connections open, and none once it is closed', async () => {
    await using receiver = await Receiver.open(answers);
    const of = outgoing();
    await Promise.all(Array.from({ length: 40 }, (_, index) => post(of, receiver.url(), `${index}`)));
    assert.equal(receiver.connections, 40);
    await until(() => receiver.open <= 16);
    of.close();
    await until(() => receiver.open === 0);
    await post(of, receiver.url(), 'late');
    await until(() => receiver.open === 0);
  });
});
