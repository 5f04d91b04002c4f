/**
 * Attacks of those who have no account.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { packClientFrame } from '@posthorn/protocol';
import type { Pipe } from '../load/client.ts';
import { passed } from '../load/paced.ts';
import { closed, frames } from './field.ts';
import type { Attack, Field } from './field.ts';

const HELLO = packClientFrame({ id: 1, body: { case: 'hello', value: { version: 1, client: 'attacker' } } });
/** Two classes of combining marks in the wrong order: sorting them takes time quadratic in their number. */
const ACCENTS = `a${'\u0301'.repeat(1000)}${'\u0316'.repeat(1000)}`;
const UNFINISHED_BYTES = 1024 * 1024;
const SILENT_CONNECTIONS = 1000;
const SLOW_REQUESTS = 200;
const HOLD_MS = 5000;

export const STRANGERS: readonly Attack[] = [
  {
    name: 'names with thousands of accents',
    run: (field) =>
      field.again(async () => {
        const pipe = await field.stranger();
        const register = { case: 'register', value: { name: ACCENTS, password: 'not a password' } } as const;
        pipe.write(Buffer.concat([HELLO, frames(4, () => register)]));
        await closed(pipe, 200);
        pipe.close();
      }),
  },
  {
    name: 'guesses of passwords',
    run: (field) =>
      field.again(async (round) => {
        const pipe = await field.stranger();
        const name = (index: number): string =>
          round % 2 === 0 ? 'user0' : `${round}x${index}`.padEnd(60, 'y');
        const guess = (index: number) =>
          ({ case: 'login', value: { name: name(index), password: `guess${round}-${index}` } }) as const;
        pipe.write(Buffer.concat([HELLO, frames(190, guess)]));
        await closed(pipe, 500);
        pipe.close();
      }),
  },
  {
    name: 'WebSocket messages that never end',
    run: (field) => holding(field, 400, unfinishedMessage),
  },
  {
    name: 'connections that say nothing',
    run: (field) => holding(field, SILENT_CONNECTIONS, () => field.stranger()),
  },
  {
    name: 'HTTP requests that drip',
    run: (field) =>
      holding(field, SLOW_REQUESTS, async () => {
        const socket = await field.raw();
        socket.write('POST /v1/login HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{');
        const timer = setInterval(() => socket.write(' '), 500);
        socket.on('close', () => clearInterval(timer));
        return { close: () => socket.destroy() };
      }),
  },
  {
    name: 'bytes that mean nothing',
    run: (field) =>
      field.again(async () => {
        const pipe = await field.stranger();
        pipe.write(randomBytes(4096));
        await closed(pipe, 200);
        pipe.close();
      }),
  },
  {
    name: 'event streams with unknown tokens',
    run: (field) =>
      field.again(async () => {
        const socket = await field.raw();
        for (let index = 0; index < 50; index++) {
          const token = `ph_${randomBytes(32).toString('base64url')}`;
          socket.write(`GET /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`);
        }
        await passed(100);
        socket.destroy();
      }),
  },
];

/** Keeps that many open, for a few seconds each time. */
async function holding(
  field: Field,
  count: number,
  open: (field: Field) => Promise<Pick<Pipe, 'close'>>,
): Promise<void> {
  await field.again(async () => {
    const held: Pick<Pipe, 'close'>[] = [];
    try {
      for (let index = 0; index < count; index++) held.push(await open(field));
    } finally {
      await passed(HOLD_MS);
      for (const each of held) each.close();
    }
  });
}

async function unfinishedMessage(field: Field): Promise<Pick<Pipe, 'close'>> {
  const socket = await field.raw();
  const key = randomBytes(16).toString('base64');
  socket.write(
    `GET /ws HTTP/1.1\r\nHost: 127.0.0.1:${field.http}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
  );
  // RFC 6455, section 5.2: FIN, binary, masked with zeros, a length of 64 bits; all of the payload but its last byte.
  const header = Buffer.alloc(14);
  header.writeUInt16BE(0x82ff);
  header.writeBigUInt64BE(BigInt(UNFINISHED_BYTES), 2);
  socket.write(Buffer.concat([header, Buffer.alloc(UNFINISHED_BYTES - 1)]));
  return { close: () => socket.destroy() };
}
