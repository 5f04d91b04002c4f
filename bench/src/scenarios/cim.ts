/**
 * Direct messages over CIM's protocol, which uses an HTTP call for each, compared with the native protocol doing the
 * same work, one message at a time per sender.
 *
 * @module
 */
import { Agent, request } from 'node:http';
import { attach, dialTcp, onFrames, sendFrame } from '../load/client.ts';
import type { Lab, Stage } from '../lab.ts';
import type { Outcome } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';

const SENDERS = 32;

export const cim: Scenario = {
  name: 'cim',
  summary: 'direct messages over CIM’s wire, beside the native protocol',
  run,
};

async function run(lab: Lab): Promise<Outcome> {
  const stage = await lab.stage(SENDERS * 2, { cim: true, cimPort: 0 });
  const figure = await overCim(stage, lab.seconds);
  const floor = await overNative(stage, lab.seconds);
  return {
    results: [
      {
        what: `CIM's wire: ${SENDERS} senders, one message at a time each by HTTP, durable`,
        figure,
        unit: 'msg/s',
        floor,
        floorName: 'the native protocol, one message at a time each',
      },
    ],
    charts: [],
  };
}

async function overCim({ http }: Stage, seconds: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: SENDERS });
  const call = (path: string, body: object): Promise<{ readonly dataBody: unknown }> =>
    new Promise((resolve, reject) => {
      const text = JSON.stringify(body);
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
      const asking = request(
        { host: '127.0.0.1', port: http, path, method: 'POST', agent, headers },
        (response) => {
          let answer = '';
          response.setEncoding('utf8').on('data', (part: string) => (answer += part));
          response.on('end', () => resolve(JSON.parse(answer) as { readonly dataBody: unknown }));
        },
      );
      asking.on('error', reject);
      asking.end(text);
    });
  const ids: number[] = [];
  for (let count = 0; count < SENDERS * 2; count++) {
    const { dataBody } = await call('/registerAccount', { userName: `cim${count}` });
    ids.push((dataBody as { readonly userId: number }).userId);
  }
  return repeat(seconds, (sender) =>
    call('/p2pRoute', { userId: ids[sender], receiveUserId: ids[sender + SENDERS], msg: 'x'.repeat(90) }),
  );
}

async function overNative({ tcp, users }: Stage, seconds: number): Promise<number> {
  const senders = await Promise.all(
    users.slice(0, SENDERS).map(async ({ token }, index) => {
      const pipe = await dialTcp(tcp);
      await attach(pipe, token);
      const waiting = new Map<number, () => void>();
      onFrames(pipe, ({ re }) => waiting.get(re)?.());
      return { pipe, waiting, peer: users[index + SENDERS]?.id ?? 0, lastId: 10 };
    }),
  );
  const rate = await repeat(seconds, (index) => {
    const sender = senders[index];
    if (sender === undefined) return Promise.resolve();
    const id = (sender.lastId += 1);
    const target = { case: 'user', value: sender.peer } as const;
    return new Promise<void>((resolve) => {
      sender.waiting.set(id, () => {
        sender.waiting.delete(id);
        resolve();
      });
      sender.pipe.write(sendFrame(id, target, { clientId: `n${id}`, text: 'x'.repeat(90) }));
    });
  });
  for (const { pipe } of senders) pipe.close();
  return rate;
}

/** Every sender repeats `work`. Returns the total rate per second. */
async function repeat(seconds: number, work: (sender: number) => Promise<unknown>): Promise<number> {
  const end = performance.now() + seconds * 1000;
  let count = 0;
  await Promise.all(
    Array.from({ length: SENDERS }, async (_, sender) => {
      while (performance.now() < end) {
        await work(sender);
        count++;
      }
    }),
  );
  return count / seconds;
}
