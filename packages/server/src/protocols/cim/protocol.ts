/**
 * CIM's wire: its clients receive over TCP and send over HTTP.
 *
 * @module
 */
import { filePath } from '@posthorn/protocol/words';
import { PROXIES } from '../../config/address-options.ts';
import { optionsOf } from '../../config/option.ts';
import type { Protocol, ProtocolCapabilities } from '../protocol.ts';
import type { LinkTo } from '../../router/contents.ts';
import type { GatewayPlace, WireProtocol } from '../wire-protocol.ts';
import { addCimCalls } from './http.ts';
import { CIM_ADDRESSES, listenForCim } from './listen.ts';
import { CIM } from './name.ts';
import { CIM_OPTIONS } from './options.ts';
import { Pace } from './pace.ts';
import { CimSession } from './session.ts';

const CAPABILITIES: ProtocolCapabilities = {
  sends: false,
  acks: false,
  notes: false,
  pulls: false,
  heartbeats: true,
};

/** What CIM's server allows by default. */
const HEARTBEAT_MS = 30_000;

export const CIM_PROTOCOL = {
  name: CIM,
  capabilities: CAPABILITIES,
  options: { table: CIM_OPTIONS },
  isOn: (config) => optionsOf(config, CIM_OPTIONS).cim,
  addresses: CIM_ADDRESSES,
  isTokenless: true,
  isImplied: true,
  listen: (place) => listenForCim(place, createCimProtocol(place)),
  addHttp: addCimCalls,
} as const satisfies WireProtocol;

function createCimProtocol({ config, contents, clock }: GatewayPlace): Protocol {
  const secret = optionsOf(config, CIM_OPTIONS).cimSecret;
  const pace = new Pace(clock);
  // It needs a login there.
  const base = optionsOf(config, PROXIES).publicUrl?.href ?? '';
  const linkTo: LinkTo = (file) => base + filePath(file);
  return {
    name: CIM,
    capabilities: CAPABILITIES,
    silenceMs: HEARTBEAT_MS,
    open: (host) => new CimSession(host, { secret, contents, linkTo, clock, pace }),
    encode: () => undefined,
  };
}
