/**
 * A small wire protocol as somebody would add one: lines of text over TCP.
 *
 * @module
 */
import { decodeContent } from '@posthorn/protocol';
import { optionsOf } from '../../../src/config/option.ts';
import type { OutgoingPush, Protocol, ProtocolCapabilities } from '../../../src/protocols/protocol.ts';
import type { WireProtocol } from '../../../src/protocols/wire-protocol.ts';
import { addSayCalls } from './http.ts';
import { listenForSay, SAY_ADDRESSES } from './listen.ts';
import { SAY_OPTIONS } from './options.ts';
import { SaySession } from './session.ts';
import { line } from './wire.ts';

const CAPABILITIES: ProtocolCapabilities = {
  sends: true,
  acks: true,
  notes: false,
  pulls: false,
  heartbeats: false,
};

export const SAY_PROTOCOL = {
  name: 'say',
  capabilities: CAPABILITIES,
  options: { table: SAY_OPTIONS },
  isOn: (config) => optionsOf(config, SAY_OPTIONS).sayPort !== 'off',
  addresses: SAY_ADDRESSES,
  listen: (place) => listenForSay(place, createSayProtocol(optionsOf(place.config, SAY_OPTIONS).sayGreeting)),
  addHttp: addSayCalls,
} as const satisfies WireProtocol;

function createSayProtocol(greeting: string): Protocol {
  return {
    name: SAY_PROTOCOL.name,
    capabilities: CAPABILITIES,
    open: (host) => new SaySession(host, greeting),
    encode,
  };
}

function encode(push: OutgoingPush): Uint8Array | undefined {
  const { body } = push.decode();
  if (body?.case !== 'message') return undefined;
  return line('message', body.value.sender, decodeContent(body.value.content).text);
}
