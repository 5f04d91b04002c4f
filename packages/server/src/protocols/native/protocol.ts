/**
 * The native protocol: posthorn.proto over TCP or WebSocket.
 *
 * @module
 */
import { LIMIT_OPTIONS } from '../../config/limit-options.ts';
import { optionsOf } from '../../config/option.ts';
import type { Protocol, ProtocolCapabilities } from '../protocol.ts';
import type { WireProtocol } from '../wire-protocol.ts';
import { listenNative, NATIVE_ADDRESSES } from './listen.ts';
import { checkNative, NATIVE_OPTIONS } from './options.ts';
import { NativeSession } from './session.ts';
import type { NativeLimits } from './session.ts';

const CAPABILITIES: ProtocolCapabilities = {
  sends: true,
  acks: true,
  notes: true,
  pulls: true,
  heartbeats: true,
};

export const NATIVE_PROTOCOL = {
  name: 'native',
  capabilities: CAPABILITIES,
  options: { table: NATIVE_OPTIONS, check: checkNative },
  addresses: NATIVE_ADDRESSES,
  listen: (place) => {
    const { maxFrame: maxFrameBytes } = optionsOf(place.config, LIMIT_OPTIONS);
    return listenNative(place, createNativeProtocol({ maxFrameBytes }));
  },
} as const satisfies WireProtocol;

export function createNativeProtocol(limits: NativeLimits): Protocol {
  return {
    name: NATIVE_PROTOCOL.name,
    capabilities: CAPABILITIES,
    open: (host) => new NativeSession(host, limits),
    encode: (push) => push.frame,
  };
}
