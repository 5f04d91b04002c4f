/** The proxy between nodes and NATS: it hits messages as a whole, and never breaks the stream. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { Dice } from '../src/dice.ts';
import { BusLine } from '../src/network/bus-line.ts';
import { NatsFrames, NatsFramingError } from '../src/network/nats-frames.ts';

const PIECES: readonly (readonly [bytes: string, subject: string | undefined])[] = [
  ['INFO {"max_payload":1048576,"headers":true}\r\n', undefined],
  ['CONNECT {"name":"MSG a 1 9"}\r\n', undefined],
  ['PING\r\n', undefined],
  ['SUB user.1 q 7\r\n', undefined],
  ['PUB user.1 4\r\nping\r\n', 'user.1'],
  ['PUB user.1 _INBOX.3 2\r\nhi\r\n', 'user.1'],
  // A payload that looks like lines, and one without a byte.
  ['PUB a 12\r\nPUB b 1\r\nx\r\n\r\n', 'a'],
  ['MSG group.2 7 0\r\n\r\n', 'group.2'],
  ['msg group.2 7 reply.5 3\r\nabc\r\n', 'group.2'],
  ['HPUB a reply 12 14\r\nNATS/1.0\r\n\r\nhi\r\n', 'a'],
  ['HMSG a 7 16 16\r\nNATS/1.0 503\r\n\r\n\r\n', 'a'],
  ['UNSUB 7 3\r\n', undefined],
  ['+OK\r\n', undefined],
  ["-ERR 'Slow Consumer'\r\n", undefined],
];
const STREAM = Buffer.from(PIECES.map(([bytes]) => bytes).join(''));

function framesOf(chunks: Iterable<Buffer>): (readonly [string, string | undefined])[] {
  const frames = new NatsFrames();
  const found: (readonly [string, string | undefined])[] = [];
  for (const chunk of chunks) {
    frames.push(chunk, ({ bytes, subject }) => found.push([bytes.toString(), subject]));
  }
  return found;
}

describe('the frames of NATS', () => {
  it('are found whole, in whatever pieces the bytes come', () => {
    assert.deepEqual(framesOf([STREAM]), PIECES);
    for (const size of [1, 2, 3, 7, 50]) {
      const count = Math.ceil(STREAM.length / size);
      const chunks = Array.from({ length: count }, (_, index) =>
        STREAM.subarray(index * size, (index + 1) * size),
      );
      assert.deepEqual(framesOf(chunks), PIECES, `${size} at a time`);
    }
  });

  it('have bounds', () => {
    assert.throws(() => framesOf([Buffer.alloc(70_000, 'x')]), NatsFramingError);
    assert.throws(() => framesOf([Buffer.from('PUB a 99999999999\r\n')]), NatsFramingError);
  });
});

/** A server that keeps what comes and can speak, and a client that does, with a line between them. */
async function ends(
  t: TestContext,
): Promise<{ readonly line: BusLine; readonly client: Socket; readonly server: Socket }> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const line = await BusLine.listen({ target: { host: '127.0.0.1', port }, dice: new Dice(5) });
  const accepted = once(listener, 'connection') as Promise<[Socket]>;
  const client = connect(Number(new URL(line.url).port), '127.0.0.1');
  client.on('error', () => {});
  const [server] = await accepted;
  t.after(async () => {
    client.destroy();
    server.destroy();
    await line.close();
    listener.close();
  });
  return { line, client, server };
}

/** What arrives until the mark does, as frames; the mark is left out. */
async function received(socket: Socket): Promise<readonly string[]> {
  const frames = new NatsFrames();
  const found: string[] = [];
  for await (const chunk of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    frames.push(chunk, ({ bytes }) => found.push(bytes.toString()));
    if (found.at(-1) === MARK) return found.slice(0, -1);
  }
  throw new Error('the stream ended before the mark');
}

const MARK = 'PONG\r\n';
const messages = (count: number): readonly string[] =>
  Array.from(
    { length: count },
    (_, index) => `PUB s.${index % 3} 5\r\n${String(index).padStart(5, '0')}\r\n`,
  );

describe('the line to NATS', () => {
  it('passes everything as it is when nothing is asked of it', async (t) => {
    const { client, server } = await ends(t);
    const sent = messages(500);
    client.write(sent.join('') + MARK);
    assert.deepEqual(await received(server), sent);
  });

  it('loses, repeats and reorders the share that it is told, in both directions', async (t) => {
    const { line, client, server } = await ends(t);
    line.noise = { lost: 0.05, doubled: 0.05, swapped: 0.05 };
    const sent = messages(4000);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      const before = { ...line.counts };
      from.write(sent.join(''));
      // Those that are held back at the end come when nobody overtakes them any more; the mark may pass them.
      from.write(MARK);
      const got = await received(to);
      const known = new Set(sent);
      for (const one of got) assert.ok(known.has(one), 'whole messages only');
      const hits = {
        lost: line.counts.lost - before.lost,
        doubled: line.counts.doubled - before.doubled,
        swapped: line.counts.swapped - before.swapped,
      };
      for (const [kind, count] of Object.entries(hits)) {
        assert.ok(count > 100 && count < 320, `${kind}: ${count} of ${sent.length}`);
      }
      const arrived = new Set(got);
      const missing = sent.filter((one) => !arrived.has(one)).length;
      assert.ok(missing >= hits.lost && missing <= hits.lost + 4, `${missing} missing, ${hits.lost} lost`);
      const order = got.map((one) => Number(one.split('\r\n')[1]));
      const late = order.filter((number, index) => number < (order[index - 1] ?? 0)).length;
      assert.ok(late >= hits.swapped / 2, `${late} come behind a later one`);
    }
  });

  it('lets a message that nobody overtakes go on by itself', async (t) => {
    const { line, client, server } = await ends(t);
    line.noise = { lost: 0, doubled: 0, swapped: 1 };
    const [message = ''] = messages(1);
    client.write(message);
    const [chunk] = (await once(server, 'data')) as [Buffer];
    assert.equal(chunk.toString(), message);
  });

  it('loses all of some subjects, and nothing else', async (t) => {
    const { line, client, server } = await ends(t);
    line.muted = /^s\.1$/;
    const sent = messages(30);
    client.write(sent.join('') + MARK);
    assert.deepEqual(
      await received(server),
      sent.filter((one) => !one.startsWith('PUB s.1 ')),
    );
  });

  it('ends what is not NATS', async (t) => {
    const { client } = await ends(t);
    client.write(Buffer.alloc(200_000, 'x'));
    await new Promise((resolve) => client.once('close', resolve));
  });
});
