/** The drivers count rightly however the bytes are cut; a small server of the test plays the peer. */
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { it } from 'node:test';
import type { TestContext } from 'node:test';
import { ERRORS, FrameDecoder, LIMITS, packServerFrame } from '@posthorn/protocol';
import type { ServerFrameInit } from '@posthorn/protocol';
import type { Pipe } from '../../src/load/client.ts';
import type { Talker } from '../../src/load/closed-loop.ts';
import { connectMqtt, mqttTalker } from '../../src/load/mqtt.ts';
import { nativeTalker } from '../../src/load/native-talker.ts';
import { Line } from '../../src/load/line.ts';
import { connectSocketIo, socketIoTalker } from '../src/socket-io-wire.ts';
import { roomTalker, xmppTalker } from '../src/xmpp.ts';

interface Stub {
  readonly port: number;
  /** Writes each byte alone. */
  readonly trickle: (bytes: Buffer) => Promise<void>;
  /** Resolves when this was said. */
  readonly hears: (text: string | RegExp) => Promise<void>;
}

/** `answers`: what to say when something was heard, in this order. */
async function stub(t: TestContext, answers: readonly (readonly [RegExp, Buffer])[] = []): Promise<Stub> {
  let [said, answered] = ['', 0];
  const sockets: Socket[] = [];
  let look = (): void => {};
  const server = createServer((socket) => {
    sockets.push(socket.setNoDelay(true));
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      said += chunk.toString('latin1');
      for (let next = answers[answered]; next !== undefined && next[0].test(said); next = answers[answered]) {
        socket.write(next[1]);
        answered++;
      }
      look();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    async trickle(bytes) {
      for (const byte of bytes) {
        await new Promise((resolve) => sockets[0]?.write(Uint8Array.of(byte), () => setImmediate(resolve)));
      }
    },
    hears: (text) =>
      new Promise((resolve) => {
        look = () => {
          if (typeof text === 'string' ? said.includes(text) : text.test(said)) resolve();
        };
        look();
      }),
  };
}

/** Counts until both are reached, exactly. */
function counted(talker: Talker, wanted: { readonly acked: number; readonly heard: number }): Promise<void> {
  const got = { acked: 0, heard: 0 };
  return new Promise((resolve) => {
    const look = (): void => {
      if (got.acked === wanted.acked && got.heard === wanted.heard) resolve();
    };
    talker.onAcked = (count) => {
      got.acked += count;
      look();
    };
    talker.onHeard = (count) => {
      got.heard += count;
      look();
    };
  });
}

it('MQTT', async (t) => {
  const hello = Buffer.from([0x20, 3, 0, 0, 0, 0x90, 4, 0, 1, 0, 1]);
  const peer = await stub(t, [[/u\/1/, hello]]);
  const line = await connectMqtt(peer.port, { clientId: 'c', topic: 'u/1', qos: 1 });
  const talker = mqttTalker(line, 'u/2', 1);
  const done = counted(talker, { acked: 2, heard: 1 });
  talker.say(1, 'x'.repeat(200));
  talker.flush();
  await peer.hears('x'.repeat(200));
  const published = Buffer.concat([
    Buffer.from([0x32, 143, 1, 0, 3]),
    Buffer.from('u/1'),
    Buffer.from([0, 7, 0]),
  ]);
  const message = Buffer.concat([published, Buffer.alloc(135, 'y')]);
  await peer.trickle(Buffer.concat([Buffer.from([0x40, 2, 0, 1]), message, Buffer.from([0x40, 2, 0, 2])]));
  await done;
  // It acks what came, under its number.
  await peer.hears('\x40\x02\x00\x07');
  talker.close();
});

it('XMPP, between two', async (t) => {
  const peer = await stub(t, [[/<enable /, Buffer.from("<enabled xmlns='urn:xmpp:sm:3'/>")]]);
  const line = await Line.open(peer.port);
  const talker = await xmppTalker({ line, name: 'u0001' }, 'u0002');
  const done = counted(talker, { acked: 3, heard: 2 });
  talker.say(5, 'hello');
  talker.flush();
  await peer.hears(/id='5'><body>hello<\/body><\/message><r /);
  const message = "<message from='u0002@bench.test/r'><body>hey</body></message>";
  const acks = "<a xmlns='urn:xmpp:sm:3' h='1'/><a h='3' xmlns='urn:xmpp:sm:3'/>";
  await peer.trickle(
    Buffer.from(`${message}<r xmlns='urn:xmpp:sm:3'/>${acks}${message}<r xmlns='urn:xmpp:sm:3'/>`),
  );
  await done;
  await peer.hears("h='1'/><a xmlns='urn:xmpp:sm:3' h='2'/>");
  talker.close();
});

it('XMPP, in a room: its own message is its ack', async (t) => {
  const peer = await stub(t);
  const line = await Line.open(peer.port);
  const talker = roomTalker({ line, name: 'u0001' });
  const done = counted(talker, { acked: 1, heard: 2 });
  talker.say(5, 'hello');
  talker.flush();
  await peer.hears("type='groupchat' id='5'");
  const from = (nick: string): string =>
    `<message to='me' from='room@conference.bench.test/${nick}' type='groupchat'><body>x</body></message>`;
  await peer.trickle(Buffer.from(['u0002', 'u0001', 'u0003'].map(from).join('')));
  await done;
  talker.close();
});

it('Socket.IO', async (t) => {
  const text = (payload: string): Buffer =>
    Buffer.from([
      ...(payload.length < 126 ? [0x81, payload.length] : [0x81, 126, 0, payload.length]),
      ...Buffer.from(payload),
    ]);
  const peer = await stub(t, [
    [
      /\r\n\r\n/,
      Buffer.concat([Buffer.from('HTTP/1.1 101 Switching Protocols\r\n\r\n'), text('0{"sid":"x"}')]),
    ],
    [/40\{"name"/, text('40{"sid":"y"}')],
  ]);
  const talker = socketIoTalker(await connectSocketIo(peer.port, '0001'), '"direct","0002"');
  const done = counted(talker, { acked: 1, heard: 2 });
  talker.say(1, 'hello');
  talker.flush();
  await peer.hears('421["direct","0002","hello"]');
  const long = text(`42["m","${'z'.repeat(150)}"]`);
  await peer.trickle(Buffer.concat([text('42["m","hey"]'), long, text('431[]')]));
  await done;
  talker.close();
});

it('Posthorn: a message that was refused for the moment is sent again, in its turn', async () => {
  const writes: Buffer[] = [];
  let onWrite = (): void => {};
  const pipe: Pipe = {
    write(bytes) {
      writes.push(Buffer.from(bytes));
      onWrite();
    },
    onBytes: () => {},
    frames: new FrameDecoder(LIMITS.maxServerFrameBytes),
    onClose: () => {},
    stall: () => {},
    close: () => {},
  };
  const answer = (re: number, body: NonNullable<ServerFrameInit['body']>): void =>
    pipe.onBytes(packServerFrame({ re, body }));
  const refuse = (re: number, code: number): void =>
    answer(re, { case: 'error', value: { code, message: 'later', retryAfterMs: 1 } });
  const talker = nativeTalker(pipe, { case: 'user', value: 7 });
  const done = counted(talker, { acked: 2, heard: 0 });
  talker.say(1, 'first');
  talker.say(2, 'second');
  talker.flush();
  const writtenAgain = new Promise<void>((resolve) => (onWrite = resolve));
  refuse(1, ERRORS.OVERLOADED.code);
  refuse(2, ERRORS.HELD.code);
  await writtenAgain;
  assert.deepEqual(writes[1], writes[0]);
  for (const re of [1, 2]) answer(re, { case: 'ack', value: { conversation: 1, seq: re } });
  await done;
});
