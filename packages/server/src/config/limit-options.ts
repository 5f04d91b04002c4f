/**
 * Options that limit what clients may use.
 *
 * @module
 */
import { LIMITS } from '@posthorn/protocol';
import { count, duration, size } from './kinds.ts';
import { OPTION_GROUPS, option } from './option.ts';
import type { OptionTable } from './option.ts';

export const LIMIT_OPTIONS = {
  heartbeat: option({
    group: OPTION_GROUPS.limits,
    kind: duration({ minMs: 1000, maxMs: 600_000 }),
    default: 30_000,
    description: 'How often a silent client must say that it is there. After 2.5 times this it is cut.',
    example: '45s',
  }),
  maxConnections: option({
    group: OPTION_GROUPS.limits,
    kind: count({ min: 1, max: 1_000_000 }),
    default: 50_000,
    description:
      'Connections that are held at once. When all places are taken, the connection that has waited longest without logging in makes room; if there is none, newcomers are told that the server is overloaded.',
    example: '10000',
  }),
  maxPerAddress: option({
    group: OPTION_GROUPS.limits,
    kind: count({ min: 1, max: 1_000_000 }),
    default: 10_000,
    description:
      'Connections from one address, or one /64 network of IPv6 addresses, that a node holds at once. Those from the machine itself are not bounded: tell a proxy there to name its clients, with --trusted-proxies or --proxy-protocol.',
    example: '100',
  }),
  maxPerUser: option({
    group: OPTION_GROUPS.limits,
    kind: count({ min: 1, max: 1_000_000 }),
    default: 250,
    description: 'Connections of one user that a node holds at once.',
    example: '20',
  }),
  maxFrame: option({
    group: OPTION_GROUPS.limits,
    kind: size({ min: 16_384, max: 4_194_304 }),
    default: LIMITS.maxFrameBytes,
    description: 'Largest frame or request body that a client may send after login.',
    example: '1MiB',
  }),
  maxInFlight: option({
    group: OPTION_GROUPS.limits,
    kind: count({ min: 1, max: 10_000 }),
    default: 256,
    description:
      'Requests of one connection that are worked on at once; beyond it its socket is not read. Costly ones count several times.',
    example: '256',
  }),
  sendRate: option({
    group: OPTION_GROUPS.limits,
    kind: count({ min: 1, max: 1_000_000 }),
    default: 5000,
    description:
      'Requests a second of one connection, large ones counting for each 4 KiB. The worth of half a second may come at once; beyond it the socket is read as the rate allows, which its client notices as waits of some milliseconds. For a bot that sends more, raise it.',
    example: '100',
  }),
  outbound: option({
    group: OPTION_GROUPS.limits,
    kind: size({ min: 65_536, max: 268_435_456 }),
    default: 1_048_576,
    description: 'Bytes kept for a client that reads too slowly; what does not fit it fetches later.',
    example: '1MiB',
  }),
} as const satisfies OptionTable;
