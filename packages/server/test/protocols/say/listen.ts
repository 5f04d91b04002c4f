import { optionsOf } from '../../../src/config/option.ts';
import type { Protocol } from '../../../src/protocols/protocol.ts';
import type { GatewayPlace, WireAddresses } from '../../../src/protocols/wire-protocol.ts';
import { SAY_OPTIONS } from './options.ts';

export async function listenForSay(place: GatewayPlace, protocol: Protocol): Promise<void> {
  const { sayPort } = optionsOf(place.config, SAY_OPTIONS);
  if (sayPort !== 'off') await place.listenTcp('say', sayPort, protocol);
}

export const SAY_ADDRESSES: WireAddresses = {
  schemes: ['say'],
  help: 'say://HOST:PORT for Say’s clients',
  at: ({ hostname, ports }) => (ports['say'] === undefined ? [] : [`say://${hostname}:${ports['say']}`]),
};
