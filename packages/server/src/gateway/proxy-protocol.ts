/**
 * The PROXY protocol, by which a proxy says on a TCP connection whose it is: version 1, a line of text, and version 2.
 * Source: https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt
 *
 * @module
 */
import { isIP } from 'node:net';
import type { Socket } from 'node:net';

/** The header, once it is all there. */
export interface ProxyHeader {
  readonly bytes: number;
  /** Undefined: the proxy speaks for itself, or of something that is no IP. */
  readonly address: string | undefined;
}

const SIGNATURE = Buffer.from('0d0a0d0a000d0a515549540a', 'hex');
const TEXT = Buffer.from('PROXY ');
/** Of version 1, with its end. */
const MAX_LINE_BYTES = 107;
/** Of what follows the fixed part of version 2: addresses, and values that we pass over. */
const MAX_REST_BYTES = 4096;
const FIXED_BYTES = 16;
const [LOCAL, PROXY] = [0x20, 0x21];
const [TCP4, TCP6] = [0x11, 0x21];

/** Undefined while more bytes are needed. Throws for what is no such header. */
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
 * Reads the header of a fresh connection and calls `start` with the address in it, in the turn in which the header is
 * complete; the bytes behind it come after that. A connection whose header is wrong or late is destroyed.
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
