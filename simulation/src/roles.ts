/**
 * Creates the two halves of a node, the real gateway and the real rules, on a simulated process.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { Registry } from 'prom-client';
import { configWith } from '../../packages/server/src/compose/options.ts';
import { REGISTRY } from '../../packages/server/src/compose/features.ts';
import { createRouterSide } from '../../packages/server/src/compose/router-side.ts';
import type { RouterSide, RouterSideOptions } from '../../packages/server/src/compose/router-side.ts';
import type { LoginPolicy } from '../../packages/server/src/features/accounts/options.ts';
import type { Derive } from '../../packages/server/src/features/accounts/passwords.ts';
import { PASSWORDS, passwordsWith } from '../../packages/server/src/features/accounts/states.ts';
import { Gateway } from '../../packages/server/src/gateway/gateway.ts';
import type { GatewayLimits } from '../../packages/server/src/gateway/limits.ts';
import type { Transport } from '../../packages/server/src/gateway/transport.ts';
import { createNativeProtocol } from '../../packages/server/src/protocols/native/protocol.ts';
import type { Router } from '../../packages/server/src/router/router.ts';
import type { NodeOptions } from './node.ts';
import type { Process } from './process.ts';
import type { Setting } from './setting.ts';
import type { ServerSide } from './wire.ts';

const PROTOCOL = createNativeProtocol({ maxFrameBytes: 262_144 });
const SWEEP_INTERVAL_MS = 10_000;

/** Creates the rules, on this process's connection to the store. `id`: the node's id. */
export function createRules(
  options: NodeOptions,
  process: Process,
  { id, ...cluster }: Pick<RouterSideOptions, 'endpoints' | 'cluster'> & { readonly id: string },
): RouterSide {
  const { scheduler, chance, store, sabotage } = options;
  const line = store.for(process.loop);
  return createRouterSide({
    store: sabotage.line?.(line, scheduler) ?? line,
    bus: process.bus,
    clock: process.clock,
    random: chance,
    logger: process.logger,
    registry: new Registry(),
    config: configOf(options, id),
    ...cluster,
    openings: new Map([[PASSWORDS, passwordsWith({ derive: digest })]]),
  });
}

/** Replaces the slow password hash, which needs threads. */
const digest: Derive = async (_algorithm, { message }) =>
  createHash('sha256')
    .update(message as Uint8Array)
    .digest();

export function createGateway(
  { chance, setting, sabotage }: NodeOptions,
  { bus, clock, logger }: Process,
  { router, epoch }: { readonly router: Router; readonly epoch: () => string | undefined },
): Gateway {
  return new Gateway({
    bus,
    router: sabotage.router?.(router) ?? router,
    clock,
    random: chance,
    logger,
    registry: new Registry(),
    limits: limitsOf(setting),
    needsLogin: (number) => REGISTRY.needsLogin(number),
    costOf: (number) => REGISTRY.costOf(number),
    epoch,
    server: 'posthorn/simulated',
  });
}

/** A client has connected to a gateway. While the process sleeps, its machine accepts the connection and the input. */
export function accept(gateway: Gateway, { loop }: Process, transport: Transport): ServerSide | undefined {
  let connection: ReturnType<Gateway['open']> | undefined;
  loop.hear('from outside', () => (connection = gateway.open(transport, PROTOCOL)));
  return {
    receive: (bytes) => loop.hear('from outside', () => connection?.receive(bytes)),
    closed: () =>
      loop.hear('from outside', () => {
        if (connection !== undefined) gateway.closed(connection);
      }),
  };
}

/** Made once: it takes a while. */
const OPTIONS: Readonly<Record<LoginPolicy, ReturnType<typeof configWith>>> = {
  multi: optionsWith('multi'),
  'one-per-class': optionsWith('one-per-class'),
  single: optionsWith('single'),
  reject: optionsWith('reject'),
};

function optionsWith(loginPolicy: LoginPolicy): ReturnType<typeof configWith> {
  return configWith({
    loginPolicy,
    sessionTtl: 30 * 86_400_000,
    passwordMinLength: 1,
    maxGroupMembers: 1000,
    registrationsPerHour: 0,
    // Its index would take most of the time. It has its own tests.
    search: false,
    // It looks for what is due twice a second, and nobody has a browser here. It has its own tests.
    push: false,
    // Each router would read the list of common passwords anew, which takes longer than most runs.
    commonPasswords: true,
  });
}

function configOf({ setting, lobby, scheduler }: NodeOptions, id: string): RouterSideOptions['config'] {
  return {
    options: OPTIONS[setting.policy],
    version: 'simulated',
    node: id,
    startedAt: scheduler.now,
    lobby,
    foreignLogins: [],
    sweepIntervalMs: SWEEP_INTERVAL_MS,
  };
}

function limitsOf({ heartbeatMs, maxOutboundBytes, maxInFlight }: Setting): GatewayLimits {
  return {
    maxConnections: 1000,
    maxPerAddress: 1000,
    maxPerUser: 1000,
    maxFrameBytes: 262_144,
    maxInFlight,
    maxOutboundBytes,
    sendRate: 200,
    sendBurst: 400,
    heartbeatMs,
    loginTimeoutMs: 10_000,
    stallTimeoutMs: 30_000,
    offlineGraceMs: 3000,
  };
}
