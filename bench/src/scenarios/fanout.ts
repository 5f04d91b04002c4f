/**
 * One message for many: everybody is in the lobby, a few talk, and each message goes to every connection.
 *
 * @module
 */
import { fileURLToPath } from 'node:url';
import { connect } from 'node:net';
import { Child } from '../child.ts';
import { SERVER_CORE } from '../cores.ts';
import { attach, dialTcp, onFrames, sendFrame } from '../load-client.ts';
import type { Pipe } from '../load-client.ts';
import type { Result } from '../result.ts';
import { setStage } from '../stage.ts';

const FLOOR = fileURLToPath(new URL('../floors/fanout-server.ts', import.meta.url));
const LISTENERS = 1000;
const TALKERS = 4;
const IN_FLIGHT = 16;
const TEXT = 'x'.repeat(90);

export async function fanout(seconds: number): Promise<readonly Result[]> {
  const stage = await setStage(LISTENERS + TALKERS);
  const pipes: Pipe[] = [];
  let bytes = 0;
  try {
    for (const { token } of stage.users) {
      const pipe = await dialTcp(stage.tcp);
      await attach(pipe, token);
      pipes.push(pipe);
    }
    const [talkers, listeners] = [pipes.slice(0, TALKERS), pipes.slice(TALKERS)];
    for (const listener of listeners) listener.onBytes = (chunk) => void (bytes += chunk.length);
    const lobby = await lobbyOf(stage.http, stage.users[0]?.token ?? '');
    const speaking = speak(talkers, lobby);
    await passed(1500);
    stage.server.say(
      'metrics posthorn_frames_written_total posthorn_writes_total posthorn_bytes_written_total',
    );
    const before = await stage.server.next<Record<string, number>>();
    const start = performance.now();
    await passed(seconds * 1000);
    stage.server.say(
      'metrics posthorn_frames_written_total posthorn_writes_total posthorn_bytes_written_total',
    );
    const after = await stage.server.next<Record<string, number>>();
    const elapsed = (performance.now() - start) / 1000;
    speaking.stop();
    const delta = (name: string): number => (after[name] ?? 0) - (before[name] ?? 0);
    const frames = delta('posthorn_frames_written_total');
    const framesPerWrite = Math.max(1, Math.round(frames / delta('posthorn_writes_total')));
    const frameBytes = Math.round(delta('posthorn_bytes_written_total') / frames);
    for (const pipe of pipes) pipe.close();
    const floor = await floorRate({ frameBytes, framesPerWrite, sockets: LISTENERS, seconds });
    return [
      {
        scenario: 'fanout',
        what: `fan-out: ${LISTENERS} connections in one room, durable`,
        figure: frames / elapsed,
        unit: 'frames/s',
        floor,
        floorName: `plain TCP writing ${framesPerWrite} such frames at once`,
        target: { ratioAtLeast: 0.5 },
        detail: {
          frameBytes,
          framesPerWrite,
          messagesPerSecond: Math.round(frames / elapsed / LISTENERS),
          megabytesRead: Math.round(bytes / 1e6),
        },
      },
    ];
  } finally {
    await stage.end();
  }
}

function speak(talkers: readonly Pipe[], lobby: number): { stop(): void } {
  let isOver = false;
  let lastId = 10;
  const next = (pipe: Pipe): void => {
    const id = (lastId += 1);
    const clientId = `f${String(id).padStart(10, '0')}`;
    pipe.write(sendFrame(id, { case: 'conversation', value: lobby }, { clientId, text: TEXT }));
  };
  for (const pipe of talkers) {
    onFrames(pipe, ({ re }) => {
      if (re !== 0 && !isOver) next(pipe);
    });
    for (let count = 0; count < IN_FLIGHT; count++) next(pipe);
  }
  return { stop: () => void (isOver = true) };
}

/** The same number of sockets and bytes, from a server that does nothing else. */
async function floorRate(order: {
  readonly frameBytes: number;
  readonly framesPerWrite: number;
  readonly sockets: number;
  readonly seconds: number;
}): Promise<number> {
  const child = new Child(FLOOR, [], { core: SERVER_CORE });
  try {
    const { port } = await child.next<{ port: number }>();
    child.say(order);
    for (let count = 0; count < order.sockets; count++) {
      const socket = connect(port, '127.0.0.1');
      socket.on('data', () => {});
      socket.on('error', () => {});
    }
    const { frames, seconds } = await child.next<{ frames: number; seconds: number }>();
    return frames / seconds;
  } finally {
    await child.end('SIGKILL');
  }
}

async function lobbyOf(http: number, token: string): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${http}/v1/conversations`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { conversations } = (await response.json()) as {
    readonly conversations: readonly { readonly id: number; readonly kind: string }[];
  };
  return conversations.find(({ kind }) => kind === 'room')?.id ?? 0;
}

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
