/**
 * What an idle connection costs: each is another user's, logged in and attached, and says nothing.
 *
 * @module
 */
import { fileURLToPath } from 'node:url';
import { Child } from '../child.ts';
import { SERVER_CORE } from '../cores.ts';
import { attach, dialTcp, dialWebSocket } from '../load-client.ts';
import type { Pipe } from '../load-client.ts';
import type { Result } from '../result.ts';
import { memoryOf, setStage } from '../stage.ts';

const FLOOR = fileURLToPath(new URL('../floors/idle-server.ts', import.meta.url));
const CONNECTIONS = 8000;
/**
 * The first ones are counted apart: while they log in, V8 grows its young generation to the size that a busy
 * server has anyway, once, whatever the number of connections.
 */
const FIRST = 4000;
const AT_ONCE = 100;

export async function connections(): Promise<readonly Result[]> {
  return [await idle('tcp', 5), await idle('ws', 9)];
}

async function idle(kind: 'tcp' | 'ws', targetKb: number): Promise<Result> {
  const stage = await setStage(CONNECTIONS + FIRST);
  try {
    const port = kind === 'tcp' ? stage.tcp : stage.http;
    const open = async (index: number): Promise<Pipe> => {
      const pipe = await dialer(kind)(port);
      await attach(pipe, stage.users[index]?.token ?? '');
      return pipe;
    };
    const { rss, heap, firstRss, pipes } = await grow(stage.server, open);
    for (const pipe of pipes) pipe.close();
    const floor = await floorKb(kind);
    return {
      scenario: `idle-${kind}`,
      what: `idle ${kind === 'tcp' ? 'TCP' : 'WebSocket'} connection, attached`,
      figure: rss / CONNECTIONS / 1024,
      unit: 'KB resident each',
      floor,
      floorName: kind === 'tcp' ? 'a plain net connection' : 'a plain ws connection',
      target: { atMost: targetKb },
      detail: {
        connections: CONNECTIONS,
        heapKb: Number((heap / CONNECTIONS / 1024).toFixed(2)),
        megabytesOfTheFirst4000: Number((firstRss / 1024 / 1024).toFixed(1)),
      },
    };
  } finally {
    await stage.end();
  }
}

function dialer(kind: 'tcp' | 'ws'): (port: number) => Promise<Pipe> {
  return kind === 'tcp' ? dialTcp : dialWebSocket;
}

/** Opens connections and says by how many bytes the server grew for all but the first ones. */
async function grow(
  server: Child,
  open: (index: number) => Promise<Pipe>,
): Promise<{
  readonly rss: number;
  readonly heap: number;
  /** By how much it grew for the first ones. */
  readonly firstRss: number;
  readonly pipes: readonly Pipe[];
}> {
  const pipes: Pipe[] = [];
  const upTo = async (count: number): Promise<void> => {
    while (pipes.length < count) {
      const from = pipes.length;
      const size = Math.min(AT_ONCE, count - from);
      pipes.push(...(await Promise.all(Array.from({ length: size }, (_, index) => open(from + index)))));
    }
  };
  const empty = await memoryOf(server);
  await upTo(FIRST);
  const before = await memoryOf(server);
  await upTo(FIRST + CONNECTIONS);
  const after = await memoryOf(server);
  return {
    rss: after.rss - before.rss,
    heap: after.heap - before.heap,
    firstRss: before.rss - empty.rss,
    pipes,
  };
}

async function floorKb(kind: 'tcp' | 'ws'): Promise<number> {
  const child = new Child(FLOOR, [kind], { core: SERVER_CORE, nodeArgs: ['--expose-gc'] });
  try {
    const { port } = await child.next<{ port: number }>();
    const { rss, pipes } = await grow(child, () => dialer(kind)(port));
    for (const pipe of pipes) pipe.close();
    return rss / CONNECTIONS / 1024;
  } finally {
    await child.end('SIGKILL');
  }
}
