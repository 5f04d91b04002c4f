/**
 * Derives the settings of each part from the configuration.
 *
 * @module
 */
import type { Config } from './options.ts';
import type { ServerParts } from './parts.ts';
import { activeWires } from './protocols.ts';
import type { GatewayLimits } from '../gateway/limits.ts';
import type { OpenFiles } from '../gateway/open-files.ts';
import type { WireProtocol } from '../protocols/wire-protocol.ts';
import type { RouterConfig } from '../router/services.ts';
import { VERSION } from '../version.ts';

/** `lobby`: its conversation id; 0 for none. */
export function routerConfig(
  parts: ServerParts,
  { node, startedAt, lobby }: Pick<RouterConfig, 'node' | 'startedAt' | 'lobby'>,
): RouterConfig {
  const { config } = parts;
  return {
    options: config,
    version: VERSION,
    node,
    startedAt,
    lobby,
    foreignLogins: foreignLogins(activeWires(parts)),
    sweepIntervalMs: config.sweepInterval,
  };
}

/** First the protocol that gateways mean when they name none. */
function foreignLogins(wires: readonly WireProtocol[]): readonly string[] {
  const tokenless = wires.filter(({ isTokenless }) => isTokenless === true);
  return tokenless
    .toSorted((a, b) => Number(b.isImplied ?? false) - Number(a.isImplied ?? false))
    .map(({ name }) => name);
}

export function gatewayLimits(config: Config, openFiles: OpenFiles): GatewayLimits {
  return {
    // A router has no clients.
    maxConnections:
      config.role === 'router' ? config.maxConnections : openFiles.roomFor(config.maxConnections),
    maxPerAddress: config.maxPerAddress,
    maxPerUser: config.maxPerUser,
    maxFrameBytes: config.maxFrame,
    maxInFlight: config.maxInFlight,
    maxOutboundBytes: config.outbound,
    sendRate: config.sendRate,
    sendBurst: Math.ceil(config.sendRate / 2),
    heartbeatMs: config.heartbeat,
    loginTimeoutMs: 10_000,
    stallTimeoutMs: 30_000,
    offlineGraceMs: 3000,
  };
}
