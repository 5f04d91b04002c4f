/**
 * Servers whose MQTT clients may have certificates.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { connect as connectTls } from 'node:tls';
import type { Config, ServerParts } from '@posthorn/server';
import { InProcessCluster } from '@posthorn/testing/in-process-cluster';
import { startInProcess } from '@posthorn/testing/in-process';
import { MqttClient } from '@posthorn/testing/mqtt-client';
import type { MqttOptions } from '@posthorn/testing/mqtt-client';
import { RawClient } from '@posthorn/testing/raw-client';
import { makeCertificate } from './certificate.ts';
import { ClientCa } from './client-ca.ts';
import type { ClientKeys } from './client-ca.ts';

export interface Node {
  readonly httpPort: number;
  readonly ports: Readonly<Record<string, number>>;
  reloadCertificates(): Promise<void>;
}

export interface World {
  readonly ca: ClientCa;
  /** Gateways, which are the only node of one process. */
  readonly gateways: readonly Node[];
  readonly router: Node;
}

/** Undefined: openssl is not there, and the test is skipped. */
export async function start(
  t: TestContext,
  changes: Partial<Config> = {},
  { isCluster = false, clock }: { readonly isCluster?: boolean; readonly clock?: ServerParts['clock'] } = {},
): Promise<World | undefined> {
  const [files, ca] = [await makeCertificate(t), await ClientCa.make(t)];
  if (files === undefined || ca === undefined) return undefined;
  const config: Partial<Config> = {
    tlsCert: files.cert,
    tlsKey: files.key,
    mqtt: true,
    mqttPort: 0,
    mqttClientCa: ca.path,
    mqttClientCrl: ca.listPath,
    admin: 'boss',
    ...changes,
  };
  if (!isCluster) {
    const { server } = await startInProcess(config, clock && { clock });
    t.after(() => server.close());
    return { ca, gateways: [server], router: server };
  }
  const cluster = await InProcessCluster.start({ changes: config });
  t.after(() => cluster.close());
  const [router] = cluster.routers;
  assert.ok(router !== undefined);
  return { ca, gateways: cluster.gateways, router };
}

/** A connection of the native protocol. */
export async function raw({ gateways: [gateway] }: World): Promise<RawClient> {
  const socket = connectTls({ port: gateway?.ports['tcp'] ?? 0, rejectUnauthorized: false });
  await new Promise((resolve) => socket.once('secureConnect', resolve));
  return RawClient.over(socket);
}

export async function register(world: World, ...names: string[]): Promise<void> {
  for (const name of names) {
    const client = await raw(world);
    await client.enter(name);
    client.close();
  }
}

export function optionsWith(
  keys: ClientKeys | undefined,
  options: MqttOptions,
): MqttOptions & { tls: object } {
  return { ...options, tls: { rejectUnauthorized: false, ...keys } as object };
}

/** `in`, or the reason code with its words. */
export async function answer(
  { ports }: Node,
  keys: ClientKeys | undefined,
  options: MqttOptions = {},
): Promise<string> {
  const all = optionsWith(keys, options);
  const client = await MqttClient.open(`mqtts://127.0.0.1:${ports['mqtt']}`, all);
  const { reasonCode, returnCode, properties } = await client.enter(all);
  const code = reasonCode ?? returnCode ?? 0;
  if (code === 0) await client.leave();
  else await client.until(() => client.isClosed);
  return code === 0 ? 'in' : `${code.toString(16)} ${properties?.reasonString ?? ''}`;
}
