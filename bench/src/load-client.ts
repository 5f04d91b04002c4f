/**
 * A client that costs as little as possible: frames as bytes, one callback for all that comes.
 *
 * @module
 */
import { connect } from 'node:net';
import { decodeServerFrame, FrameDecoder, LIMITS, packClientFrame } from '@posthorn/protocol';
import type { ClientFrameInit, ServerFrame } from '@posthorn/protocol';
import { WebSocket } from 'ws';

/** A byte pipe to a server. */
export interface Pipe {
  write(bytes: Uint8Array): void;
  onBytes: (bytes: Uint8Array) => void;
  close(): void;
}

export function dialTcp(port: number): Promise<Pipe> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const pipe: Pipe = {
      write: (bytes) => void socket.write(bytes),
      onBytes: () => {},
      close: () => socket.destroy(),
    };
    socket.on('data', (bytes) => pipe.onBytes(bytes as Buffer));
    socket.once('connect', () => resolve(pipe));
    socket.on('error', reject);
  });
}

export function dialWebSocket(port: number): Promise<Pipe> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { perMessageDeflate: false });
    const pipe: Pipe = {
      write: (bytes) => socket.send(bytes),
      onBytes: () => {},
      close: () => socket.terminate(),
    };
    socket.on('message', (bytes) => pipe.onBytes(bytes as Buffer));
    socket.once('open', () => resolve(pipe));
    socket.on('error', reject);
  });
}

/** Says hello and attaches a session. Rejects when the server refuses. */
export async function attach(pipe: Pipe, token: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const frames = new FrameDecoder(LIMITS.maxServerFrameBytes);
    pipe.onBytes = (bytes) =>
      frames.push(bytes, (payload) => {
        const { re, body } = decodeServerFrame(payload);
        if (re === 2 && body?.case === 'attached') resolve();
        else if (re !== 1) reject(new Error(JSON.stringify(body)));
      });
    pipe.write(packClientFrame({ id: 1, body: { case: 'hello', value: { version: 1, client: 'bench' } } }));
    pipe.write(packClientFrame({ id: 2, body: { case: 'attach', value: { token } } }));
  });
}

/** Decodes what comes and hands it on. */
export function onFrames(pipe: Pipe, handle: (frame: ServerFrame) => void): void {
  const frames = new FrameDecoder(LIMITS.maxServerFrameBytes);
  pipe.onBytes = (bytes) => frames.push(bytes, (payload) => handle(decodeServerFrame(payload)));
}

export function sendFrame(
  id: number,
  target: { readonly case: 'user' | 'conversation'; readonly value: number },
  { clientId, text }: { readonly clientId: string; readonly text: string },
): Uint8Array {
  const body: ClientFrameInit['body'] = { case: 'send', value: { target, clientId, content: { text } } };
  return packClientFrame({ id, body });
}
