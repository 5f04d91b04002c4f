/**
 * The kinds of option values: how each is parsed from text or JSON, written in docs, and refused.
 *
 * @module
 */
import { isIP } from 'node:net';
import { parseNatsAddress } from '../bus/nats/address.ts';
import { DatabaseAddress } from '../store/server/address.ts';
import type { NatsAddress } from '../bus/nats/address.ts';

/** How one kind of value is read. `parse` throws a plain Error whose message completes "option x …". */
export interface Kind<T> {
  /** For help texts: "PORT", "DIR", "on|off". */
  readonly placeholder: string;
  /** `raw` is text from a flag or the environment, or a JSON value from the file. */
  parse(raw: unknown): T;
  /** The value as somebody would write it. */
  format(value: T): string;
}

const DURATION_UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const SIZE_UNITS: Readonly<Record<string, number>> = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };

/** Any text between the bounds. */
export function freeText(
  placeholder: string,
  bounds: { readonly min: number; readonly max: number },
): Kind<string> {
  return {
    placeholder,
    parse(raw) {
      if (typeof raw !== 'string') throw new Error('must be text');
      if (raw.length < bounds.min || raw.length > bounds.max) {
        throw new Error(`must be ${bounds.min} to ${bounds.max} characters long`);
      }
      return raw;
    },
    format: (value) => value,
  };
}

/** A whole number between the bounds. */
export function count(bounds: { readonly min: number; readonly max: number }): Kind<number> {
  return {
    placeholder: 'NUMBER',
    parse(raw) {
      const value = wholeNumber(raw);
      if (value === undefined || value < bounds.min || value > bounds.max) {
        throw new Error(`must be a whole number from ${bounds.min} to ${bounds.max}`);
      }
      return value;
    },
    format: String,
  };
}

/** A TCP port; 0 takes any free one. */
export const port: Kind<number> = {
  placeholder: 'PORT',
  parse(raw) {
    const value = wholeNumber(raw);
    if (value === undefined || value > 65_535) {
      throw new Error('must be a port from 1 to 65535, or 0 for any free one');
    }
    return value;
  },
  format: String,
};

/** `on` or `off`; in the file true or false too. */
export const onOff: Kind<boolean> = {
  placeholder: 'on|off',
  parse(raw) {
    if (typeof raw === 'boolean') return raw;
    if (raw === 'on' || raw === 'true' || raw === '1') return true;
    if (raw === 'off' || raw === 'false' || raw === '0') return false;
    throw new Error('must be on or off');
  },
  format: (value) => (value ? 'on' : 'off'),
};

/** One of a few words. */
export function choice<const Word extends string>(...words: readonly Word[]): Kind<Word> {
  return {
    placeholder: words.join('|'),
    parse(raw) {
      const found = words.find((word) => word === raw);
      if (found === undefined) throw new Error(`must be one of ${words.join(', ')}`);
      return found;
    },
    format: (value) => value,
  };
}

/** A number with a unit, as ms: 500ms, 30s, 10m, 12h, 90d. */
export function duration(bounds: { readonly minMs: number; readonly maxMs: number }): Kind<number> {
  return {
    placeholder: 'TIME',
    parse(raw) {
      const value = withUnit(raw, DURATION_UNITS);
      if (value === undefined || value < bounds.minMs || value > bounds.maxMs) {
        const [min, max] = [
          formatUnit(bounds.minMs, DURATION_UNITS),
          formatUnit(bounds.maxMs, DURATION_UNITS),
        ];
        throw new Error(`must be a time with a unit (ms, s, m, h or d) from ${min} to ${max}`);
      }
      return value;
    },
    format: (value) => formatUnit(value, DURATION_UNITS),
  };
}

/** Bytes, alone or with a unit: 4096, 256KiB, 1MiB. */
export function size(bounds: { readonly min: number; readonly max: number }): Kind<number> {
  return {
    placeholder: 'SIZE',
    parse(raw) {
      const value = wholeNumber(raw) ?? withUnit(raw, SIZE_UNITS);
      if (value === undefined || value < bounds.min || value > bounds.max) {
        const [min, max] = [formatUnit(bounds.min, SIZE_UNITS), formatUnit(bounds.max, SIZE_UNITS)];
        throw new Error(`must be a size (a number of bytes, or with KiB, MiB or GiB) from ${min} to ${max}`);
      }
      return value;
    },
    format: (value) => formatUnit(value, SIZE_UNITS),
  };
}

/** Several values: separated by commas, or an array in the file. */
export function list<T>(item: Kind<T>): Kind<readonly T[]> {
  return {
    placeholder: `${item.placeholder},…`,
    parse(raw) {
      const parts: readonly unknown[] = Array.isArray(raw)
        ? raw
        : typeof raw === 'string'
          ? raw.split(',').map((part) => part.trim())
          : [raw];
      return parts.filter((part) => part !== '').map((part) => item.parse(part));
    },
    format: (values) => values.map((value) => item.format(value)).join(','),
  };
}

/** `sqlite`, `memory`, or where a database server is. */
export const storePlace: Kind<'sqlite' | 'memory' | DatabaseAddress> = {
  placeholder: 'sqlite|memory|URL',
  parse: (raw) => (raw === 'sqlite' || raw === 'memory' ? raw : new DatabaseAddress(String(raw))),
  format: String,
};

/** `memory`, or where NATS is: one string of URLs, or an array in the file. */
export const busAddress: Kind<'memory' | NatsAddress> = {
  placeholder: 'memory|URL,…',
  parse(raw) {
    if (raw === 'memory') return raw;
    return parseNatsAddress(Array.isArray(raw) ? raw.join(',') : String(raw));
  },
  format: (value) => (value === 'memory' ? value : value.servers.join(',')),
};

/** A URL with one of the schemes and nothing but scheme, host, port and path. */
export function address(schemes: readonly string[]): Kind<string> {
  return {
    placeholder: 'URL',
    parse(raw) {
      const url = typeof raw === 'string' && URL.canParse(raw) ? new URL(raw) : undefined;
      const known = url !== undefined && schemes.includes(url.protocol.slice(0, -1)) && url.hostname !== '';
      if (!known || url.username !== '' || url.search !== '' || url.hash !== '') {
        throw new Error(`must be a URL such as ${schemes[0]}://chat.example.com`);
      }
      return url.href;
    },
    format: (value) => value,
  };
}

/** The other end of a Unix socket, among addresses. */
export const OVER_SOCKET = 'unix';

/** An IP address, or a network of them: 10.0.0.7, 10.0.0.0/8, fd00::/8. */
export const network: Kind<string> = {
  placeholder: 'ADDRESS',
  parse(raw) {
    if (!isNetwork(raw)) throw new Error('must be an IP address, or a network such as 10.0.0.0/8');
    return raw;
  },
  format: (value) => value,
};

/** The same, or `unix` for Unix sockets. */
export const networkOrSocket: Kind<string> = {
  ...network,
  parse(raw) {
    if (raw !== OVER_SOCKET && !isNetwork(raw))
      throw new Error('must be an IP address, or a network such as 10.0.0.0/8, or unix for Unix sockets');
    return raw;
  },
};

function isNetwork(raw: unknown): raw is string {
  const [address = '', bits, ...more] = typeof raw === 'string' ? raw.split('/') : [];
  const version = isIP(address);
  const isInRange =
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
  return version !== 0 && isInRange && more.length === 0;
}

function wholeNumber(raw: unknown): number | undefined {
  if (typeof raw === 'number') return Number.isSafeInteger(raw) && raw >= 0 ? raw : undefined;
  if (typeof raw !== 'string' || !/^\d{1,15}$/.test(raw)) return undefined;
  return Number(raw);
}

function withUnit(raw: unknown, units: Readonly<Record<string, number>>): number | undefined {
  const match = typeof raw === 'string' ? /^(\d{1,12})\s*([A-Za-z]+)$/.exec(raw) : null;
  const unit = units[match?.[2] ?? ''];
  return match === null || unit === undefined ? undefined : Number(match[1]) * unit;
}

function formatUnit(value: number, units: Readonly<Record<string, number>>): string {
  let [name, factor] = ['', 1];
  for (const [candidate, each] of Object.entries(units)) {
    if (value > 0 && value % each === 0 && each >= factor) [name, factor] = [candidate, each];
  }
  return `${value / factor}${name === 'B' ? '' : name}`;
}
