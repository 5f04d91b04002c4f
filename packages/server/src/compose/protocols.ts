/**
 * All wire protocols. The next one is a folder and a line.
 *
 * @module
 */
import type { Values } from '../config/option.ts';
import type { Paths } from '../http/openapi-parts.ts';
import { CIM_PROTOCOL } from '../protocols/cim/protocol.ts';
import { EVENTS_PROTOCOL } from '../protocols/events/protocol.ts';
import { MQTT_PROTOCOL } from '../protocols/mqtt/protocol.ts';
import { NATIVE_PROTOCOL } from '../protocols/native/protocol.ts';
import type { WireProtocol } from '../protocols/wire-protocol.ts';

export const PROTOCOLS = [
  NATIVE_PROTOCOL,
  EVENTS_PROTOCOL,
  CIM_PROTOCOL,
  MQTT_PROTOCOL,
] as const satisfies readonly WireProtocol[];

/** The calls of wire protocols in the OpenAPI document. */
export function openApiPaths(wires: readonly WireProtocol[] = PROTOCOLS): Paths {
  return Object.assign({}, ...wires.map(({ openApi = {} }) => openApi)) as Paths;
}

/** The protocols that are turned on: built-in ones, then the server's own. */
export function activeWires({
  config,
  protocols = [],
}: {
  readonly config: Values;
  readonly protocols?: readonly WireProtocol[];
}): readonly WireProtocol[] {
  return [...PROTOCOLS, ...protocols].filter((wire: WireProtocol) => wire.isOn?.(config) ?? true);
}
