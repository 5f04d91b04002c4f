/**
 * MQTT for public test suites, by `--mqtt-open-topics`: plain publish and subscribe on free topics without a login, in memory.
 *
 * @module
 */
import { LIMIT_OPTIONS } from '../../../config/limit-options.ts';
import { optionsOf } from '../../../config/option.ts';
import type { Protocol, ProtocolCapabilities } from '../../protocol.ts';
import type { GatewayPlace } from '../../wire-protocol.ts';
import { SUBPROTOCOL } from '../listen.ts';
import { Broker } from './broker.ts';
import { OpenConnection } from './connection.ts';

const CAPABILITIES: ProtocolCapabilities = {
  sends: false,
  acks: false,
  notes: false,
  pulls: false,
  heartbeats: true,
};

export function openTopicsProtocol(name: string, { clock, config, logger }: GatewayPlace): Protocol {
  logger.warn({}, 'MQTT has open topics: whoever reaches its ports can publish and read everything there');
  const { maxFrame } = optionsOf(config, LIMIT_OPTIONS);
  const broker = new Broker(clock);
  return {
    name,
    capabilities: CAPABILITIES,
    takesStrangers: true,
    subprotocol: SUBPROTOCOL,
    open: (host) => new OpenConnection(host, { broker, clock, maxPacketBytes: maxFrame }),
    encode: () => undefined,
  };
}
