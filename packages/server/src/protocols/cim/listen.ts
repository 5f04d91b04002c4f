/**
 * The port where CIM's clients receive.
 *
 * @module
 */
import { optionsOf } from '../../config/option.ts';
import { ACCOUNT_OPTIONS } from '../../features/accounts/options.ts';
import type { Protocol } from '../protocol.ts';
import type { GatewayPlace, WireAddresses } from '../wire-protocol.ts';
import { CIM } from './name.ts';
import { CIM_OPTIONS } from './options.ts';

const WARNING =
  'CIM’s clients are let in: whoever reaches the HTTP port can act as any account made by CIM’s registration (see --cim-secret).';

const NO_ADMIN_WARNING =
  'An account that CIM’s registration makes is never the administrator: register one with a password before they come, or make one by "posthorn admin NAME".';

export async function listenForCim(place: GatewayPlace, protocol: Protocol): Promise<void> {
  const { config, logger } = place;
  const port = await place.listenTcp(CIM, optionsOf(config, CIM_OPTIONS).cimPort, protocol);
  logger.warn({ port }, WARNING);
  if (optionsOf(config, ACCOUNT_OPTIONS).admin === undefined) logger.warn({}, NO_ADMIN_WARNING);
}

export const CIM_ADDRESSES: WireAddresses = {
  schemes: [CIM],
  help: 'cim://HOST:PORT for CIM’s clients',
  at: ({ hostname, ports }) => (ports[CIM] === undefined ? [] : [`${CIM}://${hostname}:${ports[CIM]}`]),
};
