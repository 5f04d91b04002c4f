/**
 * Attacks of those who have an account.
 *
 * @module
 */
import type { ClientFrameBodyInit } from '@posthorn/protocol';
import { passed } from '../load/paced.ts';
import { closed, frames } from './field.ts';
import type { Attack, Field } from './field.ts';

const ACCENTS = `a${'\u0301'.repeat(60_000)}${'\u0316'.repeat(60_000)}`;
const CUSTOM_BYTES = 120_000;
const USER_COUNT = 1000;
const STREAMS = 50;
const WAIT_MS = 3000;

export const USERS: readonly Attack[] = [
  {
    name: 'pulls, 1,500 in one write, unread',
    run: (field) =>
      flood(field, 0, 1500, () => ({ case: 'pull', value: { ranges: [{ conversation: 1 }] } }), true),
  },
  {
    name: 'pulls, 1,500 in one write',
    run: (field) => flood(field, 1, 1500, () => ({ case: 'pull', value: { ranges: [{ conversation: 1 }] } })),
  },
  {
    name: 'searches for names with thousands of accents',
    run: (field) => flood(field, 2, 4, () => ({ case: 'findUsers', value: { prefix: ACCENTS } })),
  },
  {
    name: 'presence of 1,000 users, 150 times in one write',
    run: (field) => {
      const users = Array.from({ length: USER_COUNT }, (_, index) => index + 1);
      return flood(field, 3, 150, () => ({ case: 'watchPresence', value: { users } }));
    },
  },
  {
    name: 'messages of 120 KB, 250 at once',
    run: (field) => {
      const data = new Uint8Array(CUSTOM_BYTES);
      return flood(field, 4, 250, (index) => ({
        case: 'send',
        value: {
          target: { case: 'user', value: field.account(5).id },
          clientId: `${process.pid}-${performance.now()}-${index}`,
          content: { kind: { case: 'custom', value: { type: 'attack', data } } },
        },
      }));
    },
  },
  {
    name: 'groups of 200 strangers',
    run: (field) => {
      const members = [field.victim, ...Array.from({ length: 199 }, (_, index) => index + 1)];
      return flood(field, 6, 100, (index) => ({
        case: 'createGroup',
        value: { title: 'attack', members, clientId: `${process.pid}-${performance.now()}-${index}` },
      }));
    },
  },
  {
    name: 'messages that are not allowed, 10,000 at once',
    run: (field) =>
      flood(field, 7, 10_000, (index) => ({
        case: 'send',
        value: {
          target: { case: 'conversation', value: 1_000_000 },
          clientId: `${process.pid}-${performance.now()}-${index}`,
          content: { text: 'x' },
        },
      })),
  },
  {
    name: 'event streams of one account',
    run: (field) =>
      field.again(async () => {
        const sockets = await Promise.all(
          Array.from({ length: STREAMS }, async () => {
            const socket = await field.raw();
            const { token } = field.account(8);
            socket.write(`GET /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`);
            return socket;
          }),
        );
        await passed(WAIT_MS);
        for (const socket of sockets) socket.destroy();
      }),
  },
  {
    name: 'JSON that is deep or long',
    run: (field) =>
      field.again(async (round) => {
        const depth = 100_000;
        const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`;
        const long = JSON.stringify({ to: ACCENTS, text: 'hi' });
        await field.post('/v1/messages', round % 2 === 0 ? deep : long, 9);
      }),
  },
];

/** Writes many requests in one piece, waits for a while, and does it again on a new connection. */
function flood(
  field: Field,
  account: number,
  count: number,
  body: (index: number) => ClientFrameBodyInit,
  isUnread = false,
): Promise<void> {
  return field.again(async () => {
    const pipe = await field.user(account);
    if (isUnread) pipe.stall();
    pipe.write(frames(count, body));
    await closed(pipe, WAIT_MS);
    pipe.close();
  });
}
