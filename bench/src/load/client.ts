/**
 * A client that costs as little as possible: frames as bytes, one callback for everything received. Unlike the raw
 * client of @posthorn/testing it copies and stores nothing.
 *
 * @module
 */
import { connect } from 'node:net';
import { decodeServerFrame, ERRORS, FrameDecoder, LIMITS, packClientFrame } from '@posthorn/protocol';
import type { ClientFrameBodyInit, ClientFrameInit, ServerFrame } from '@posthorn/protocol';
import { WebSocket } from 'ws';

/** A byte pipe to a server. */
export interface Pipe {
  write(bytes: Uint8Array): void;
  onBytes: (bytes: Uint8Array) => void;
  /** Of all that is received: whoever reads next goes on within the frame of which a part has come already. */
  readonly frames: FrameDecoder;
  /** Called once, also after close(). */
  onClose: () => void;
  /** Stops reading, like a client that hangs. */
  stall(): void;
  close(): void;
}

/** `localAddress`: one address has ports for only 28,000 connections to a server. Linux offers all of 127.0.0.0/8. */
export interface DialOptions {
  readonly localAddress?: string | undefined;
}

export function dialTcp(port: number, { localAddress }: DialOptions = {}): Promise<Pipe> {
  return new Promise((resolve, reject) => {
    const where = { port, host: '127.0.0.1', noDelay: true };
    const socket = connect(localAddress === undefined ? where : { ...where, localAddress });
    const pipe: Pipe = {
      write: (bytes) => void socket.write(bytes),
      onBytes: nothing,
      frames: new FrameDecoder(LIMITS.maxServerFrameBytes),
      onClose: nothing,
      stall: () => void socket.pause(),
      close: () => socket.destroy(),
    };
    socket.on('data', (bytes) => pipe.onBytes(bytes as Buffer));
    socket.once('connect', () => resolve(pipe));
    socket.on('error', reject);
    socket.on('close', () => pipe.onClose());
  });
}

export function dialWebSocket(port: number, { localAddress }: DialOptions = {}): Promise<Pipe> {
  return new Promise((resolve, reject) => {
    const options = localAddress === undefined ? {} : { localAddress };
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { perMessageDeflate: false, ...options });
    const pipe: Pipe = {
      write: (bytes) => socket.send(bytes),
      onBytes: nothing,
      frames: new FrameDecoder(LIMITS.maxServerFrameBytes),
      onClose: nothing,
      stall: () => socket.pause(),
      close: () => socket.terminate(),
    };
    socket.on('message', (bytes) => pipe.onBytes(bytes as Buffer));
    socket.once('open', () => resolve(pipe));
    socket.on('error', reject);
    socket.on('close', () => pipe.onClose());
  });
}

/** Says hello and attaches a session. Rejects if the server refuses or closes the connection. */
export async function attach(pipe: Pipe, token: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    pipe.onClose = () => reject(new Error('the server hung up'));
    pipe.onBytes = (bytes) =>
      pipe.frames.push(bytes, (payload) => {
        const { re, body } = decodeServerFrame(payload);
        if (re === 2 && body?.case === 'attached') resolve();
        else if (re !== 1) reject(new Error(JSON.stringify(body)));
      });
    const hello = packClientFrame({ id: 1, body: { case: 'hello', value: { version: 1, client: 'bench' } } });
    const attaching = packClientFrame({ id: 2, body: { case: 'attach', value: { token } } });
    pipe.write(Buffer.concat([hello, attaching]));
  });
  pipe.onClose = nothing;
}

/** Decodes received frames and passes them on. */
export function onFrames(pipe: Pipe, handle: (frame: ServerFrame) => void): void {
  pipe.onBytes = (bytes) => pipe.frames.push(bytes, (payload) => handle(decodeServerFrame(payload)));
}

/** Sends a request and waits for the answer; drops everything else received meanwhile. One request at a time. */
export function ask(
  pipe: Pipe,
  id: number,
  body: ClientFrameBodyInit,
): Promise<NonNullable<ServerFrame['body']>> {
  return new Promise((resolve, reject) => {
    onFrames(pipe, (frame) => {
      if (frame.re !== id) return;
      if (frame.body === undefined || frame.body.case === 'error')
        reject(new Error(`the server refused ${body.case}: ${JSON.stringify(frame.body)}`));
      else resolve(frame.body);
    });
    pipe.write(packClientFrame({ id, body }));
  });
}

export type SendTarget = { readonly case: 'user' | 'conversation'; readonly value: number };

export function sendFrame(
  id: number,
  target: SendTarget,
  { clientId, text }: { readonly clientId: string; readonly text: string },
): Uint8Array {
  const body: ClientFrameInit['body'] = { case: 'send', value: { target, clientId, content: { text } } };
  return packClientFrame({ id, body });
}

const NAME_BY_CODE = new Map(Object.entries(ERRORS).map(([name, { code }]) => [code, name]));

/** The name of an error code, such as OVERLOADED. */
export function errorNameOf(code: number): string {
  return NAME_BY_CODE.get(code) ?? String(code);
}

function nothing(): void {}
