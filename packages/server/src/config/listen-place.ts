/**
 * Where a listener is: a TCP port, or a Unix socket.
 *
 * @module
 */
import { port } from './kinds.ts';
import type { Kind } from './kinds.ts';

/** A TCP port, 0 for any free one; or the absolute path of a Unix socket. */
export type ListenPlace = number | `/${string}`;

/** `sun_path` has 108 bytes on Linux, with the zero at its end; other systems have fewer. */
const MAX_PATH_BYTES = 103;

export const listenPlace: Kind<ListenPlace> = {
  placeholder: 'PORT|PATH',
  parse(raw) {
    if (typeof raw !== 'string' || !raw.includes('/')) return port.parse(raw);
    if (!isAbsolute(raw)) throw new Error('must be an absolute path, such as /run/posthorn/http.sock');
    if (Buffer.byteLength(raw) > MAX_PATH_BYTES) {
      throw new Error(`is too long for the path of a Unix socket, which has at most ${MAX_PATH_BYTES} bytes`);
    }
    return raw;
  },
  format: String,
};

function isAbsolute(path: string): path is `/${string}` {
  return path.startsWith('/');
}

export const listenPlaceOrOff: Kind<ListenPlace | 'off'> = {
  placeholder: 'PORT|PATH|off',
  parse: (raw) => (raw === 'off' || raw === false ? 'off' : listenPlace.parse(raw)),
  format: String,
};

/** The permissions of a file, as octal digits. */
export const fileMode: Kind<number> = {
  placeholder: 'MODE',
  parse(raw) {
    if (typeof raw !== 'string' || !/^0?[0-7]{3}$/.test(raw)) {
      throw new Error('must be three octal digits, such as 660');
    }
    return Number.parseInt(raw, 8);
  },
  format: (value) => value.toString(8).padStart(3, '0'),
};
