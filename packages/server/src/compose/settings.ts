/**
 * What each part is told of the configuration.
 *
 * @module
 */
import type { Config } from './options.ts';
import type { GatewayLimits } from '../gateway/host.ts';
import type { RouterConfig } from '../router/services.ts';
import { VERSION } from '../version.ts';

/** Above this many members a receipt a reader each would be more traffic than the messages. */
const MAX_RECEIPT_MEMBERS = 100;

/** `lobby`: its conversation id; 0 for none. */
export function routerConfig(
  config: Config,
  { node, startedAt, lobby }: Pick<RouterConfig, 'node' | 'startedAt' | 'lobby'>,
): RouterConfig {
  return {
    version: VERSION,
    node,
    startedAt,
    loginPolicy: config.loginPolicy,
    lobby,
    isRegistrationOpen: config.registration === 'open',
    foreignLogins: config.cim ? ['cim'] : [],
    adminName: config.admin,
    sessionTtlMs: config.sessionTtl,
    minPasswordChars: config.passwordMinLength,
    maxGroupMembers: config.maxGroupMembers,
    maxReceiptMembers: MAX_RECEIPT_MEMBERS,
    maxRegistrationsPerHour: config.registrationsPerHour,
    sweepIntervalMs: config.sweepInterval,
  };
}

export function gatewayLimits(config: Config): GatewayLimits {
  return {
    maxConnections: config.maxConnections,
    maxFrameBytes: config.maxFrame,
    maxInFlight: config.maxInFlight,
    maxOutboundBytes: config.outbound,
    sendRate: config.sendRate,
    sendBurst: config.sendRate * 2,
    heartbeatMs: config.heartbeat,
    loginTimeoutMs: 10_000,
    stallTimeoutMs: 30_000,
    offlineGraceMs: 3000,
  };
}
