/**
 * The PROXY protocol: a proxy starts a TCP connection with the client's address. Version 1 is a line of text, version 2 binary.
 * Source: https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt
 *
 * @module
 */
import { isIP } from 'node:net';
import type { Socket } from 'node:net';

/** A complete header. */
export interface ProxyHeader {
  readonly bytes: number;
  /** Undefined: the proxy connects on its own behalf, or the address is not an IP address. */
  readonly address: string | undefined;
}

const SIGNATURE = Buffer.from('0d0a0d0a000d0a515549540a', 'hex');
const TEXT = Buffer.from('PROXY ');
/** Longest header of version 1, including its line end. */
const MAX_LINE_BYTES = 107;
/** Longest variable part of version 2: addresses, and fields that we ignore. */
const MAX_REST_BYTES = 4096;
const FIXED_BYTES = 16;
const [LOCAL, PROXY] = [0x20, 0x21];
const [TCP4, TCP6] = [0x11, 0x21];

/** Returns undefined while more bytes are needed. Throws for anything else than a header. */
export function parseProxyHeader(bytes: Buffer): ProxyHeader | undefined {
  if (startsAs(bytes, TEXT)) return bytes.length < TEXT.length ? undefined : parseLine(bytes);
  if (startsAs(bytes, SIGNATURE)) return bytes.length < FIXED_BYTES ? undefined : parseBinary(bytes);
  throw new Error('this is no PROXY header');
}

function startsAs(bytes: Buffer, sign: Buffer): boolean {
  const length = Math.min(bytes.length, sign.length);
  return bytes.subarray(0, length).equals(sign.subarray(0, length));
}

function parseLine(bytes: Buffer): ProxyHeader | undefined {
  const end = bytes.subarray(0, MAX_LINE_BYTES).indexOf('\r\n');
  if (end < 0) {
    if (bytes.length >= MAX_LINE_BYTES) throw new Error('the PROXY line does not end');
    return undefined;
  }
  const [, family, address = ''] = bytes.toString('latin1', 0, end).split(' ');
  if (family === 'UNKNOWN') return { bytes: end + 2, address: undefined };
  const version = family === 'TCP4' ? 4 : family === 'TCP6' ? 6 : 0;
  if (version === 0 || isIP(address) !== version) throw new Error('the PROXY line makes no sense');
  return { bytes: end + 2, address };
}

function parseBinary(bytes: Buffer): ProxyHeader | undefined {
  const [command, family, rest] = [bytes[12], bytes[13], bytes.readUInt16BE(14)];
  if (command !== LOCAL && command !== PROXY) throw new Error('the PROXY header has an unknown command');
  if (rest > MAX_REST_BYTES) throw new Error('the PROXY header is too long');
  const length = FIXED_BYTES + rest;
  if (bytes.length < length) return undefined;
  const from = bytes.subarray(FIXED_BYTES, length);
  return { bytes: length, address: command === LOCAL ? undefined : addressIn(from, family) };
}

function addressIn(from: Buffer, family: number | undefined): string | undefined {
  if (family === TCP4 && from.length >= 12) return from.subarray(0, 4).join('.');
  if (family === TCP6 && from.length >= 36) {
    return Array.from({ length: 8 }, (_, at) => from.readUInt16BE(at * 2).toString(16)).join(':');
  }
  return undefined;
}

/**
 * Reads the header of a new connection and calls `start` with its address as soon as the header is complete. The bytes
 * behind the header follow as data. Destroys the connection when the header is wrong or late.
 */
export function readProxyHeader(
  socket: Socket,
  timeoutMs: number,
  start: (address: string | undefined) => void,
): void {
  let seen = Buffer.alloc(0);
  const destroy = (): void => void socket.destroy();
  const onData = (bytes: Buffer): void => {
    seen = Buffer.concat([seen, bytes]);
    let header: ProxyHeader | undefined;
    try {
      header = parseProxyHeader(seen);
    } catch {
      destroy();
      return;
    }
    if (header === undefined) return;
    socket.off('data', onData).off('timeout', destroy).off('error', destroy).setTimeout(0);
    start(header.address);
    if (seen.length > header.bytes) socket.unshift(seen.subarray(header.bytes));
  };
  socket.on('data', onData).on('error', destroy).setTimeout(timeoutMs, destroy);
}
