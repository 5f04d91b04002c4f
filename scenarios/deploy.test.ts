/** What deploy/ and docs/operations.md name must exist: options, metrics, ports, services. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '@posthorn/server';
import { MissingProgramError, startNats } from '@posthorn/services';
import type { PrivateService } from '@posthorn/services';
import { parse } from 'yaml';
import { FilesPlace } from '@posthorn/testing/files-place';
import { startInProcess } from '@posthorn/testing/in-process';

interface Compose {
  readonly services: Readonly<
    Record<
      string,
      {
        readonly image?: string;
        readonly environment?: Readonly<Record<string, string>>;
        readonly ports?: readonly string[];
        readonly depends_on?: readonly string[] | Readonly<Record<string, unknown>>;
        readonly networks?: readonly string[] | Readonly<Record<string, unknown>>;
        readonly volumes?: readonly string[];
      }
    >
  >;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
}

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly { readonly alert: string; readonly expr: string }[];
  }[];
}

interface Manifest {
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const DIALECT = { merge: true } as const;

describe('the compose file', async () => {
  const { services, networks } = parse(await read('deploy/compose.yaml'), DIALECT) as Compose;

  it('gives its nodes options that exist, of which a cluster can be made', () => {
    const nodes = Object.entries(services).filter(([, { image }]) => image === 'posthorn');
    const roles = nodes.map(([name, { environment = {} }]) => {
      const { config, warnings } = loadConfig({ argv: ['--data', '/nowhere'], env: filled(environment) });
      assert.deepEqual(warnings, [], name);
      assert.notEqual(config.bus, 'memory');
      assert.equal(typeof config.store === 'object', config.role === 'router', name);
      return config.role;
    });
    assert.deepEqual(roles.toSorted(), ['gateway', 'gateway', 'router', 'router']);
  });

  it('lets nobody but nodes reach NATS and the database', () => {
    const on = (network: string): readonly string[] =>
      Object.entries(services)
        .filter(([, service]) => networksOf(service).includes(network))
        .map(([name]) => name);
    const nodes = ['router-1', 'router-2', 'gateway-1', 'gateway-2'];
    assert.deepEqual(on('bus'), ['nats', ...nodes]);
    assert.deepEqual(on('database'), ['db', 'router-1', 'router-2']);
    assert.deepEqual([networks['bus']?.internal, networks['database']?.internal], [true, true]);
    for (const name of ['nats', 'db']) {
      assert.equal(networksOf(services[name] ?? {}).length, 1);
      assert.equal(services[name]?.ports, undefined);
    }
  });

  it('lets nodes reach its NATS, which asks for the password and shows its certificate', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'posthorn-deploy-'));
    t.after(() => rm(folder, { recursive: true }));
    const certificates = join(folder, 'nats-tls');
    execFileSync(path('deploy/nats-certificates.sh'), [certificates], { stdio: 'pipe' });
    const { environment = {}, volumes = [] } = services['nats'] ?? {};
    const [, inside = ''] = volumes.find((volume) => volume.startsWith('./nats-tls:'))?.split(':') ?? [];
    const config = (await read('deploy/nats.conf'))
      .replaceAll(inside, certificates)
      .replace('$NATS_PASSWORD', filled(environment)['NATS_PASSWORD'] ?? '');
    const nats = await natsOf(config);
    if (typeof nats === 'string') return t.skip(nats);
    t.after(() => nats.remove());

    const env = filled(services['gateway-1']?.environment ?? {});
    const { port } = new URL(nats.url);
    const url = env['POSTHORN_BUS']?.replace('nats:4222', `localhost:${port}`);
    assert.ok(services['gateway-1']?.volumes?.includes(`./nats-tls/ca.pem:${env['POSTHORN_BUS_CA']}:ro`));
    const { bus, busSecret, busCa } = loadConfig({
      argv: [],
      env: { ...env, POSTHORN_BUS: url, POSTHORN_BUS_CA: join(certificates, 'ca.pem') },
    }).config;
    const { server, httpUrl } = await startInProcess({ bus, busSecret, busCa });
    t.after(() => server.close());
    assert.equal((await fetch(`${httpUrl}/readyz`)).status, 200);
    const stranger = loadConfig({
      argv: [],
      env: { POSTHORN_BUS: `tls://posthorn:wrong@localhost:${port}` },
    });
    await assert.rejects(startInProcess({ bus: stranger.config.bus, busCa }), /refuses the login/);
  });

  it('names services and ports as the proxy and the addresses for clients do', async () => {
    const proxy = await read('deploy/nginx.conf');
    const { http, tcp } = loadConfig({ argv: ['--data', '/nowhere'], env: {} }).config;
    const servers = [...proxy.matchAll(/^ +server ([\w-]+):(\d+)/gm)].map(
      ([, name = '', port = '']) => [name, port] as const,
    );
    assert.equal(servers.length, 6);
    for (const [name, port] of servers) {
      assert.ok(name in services, name);
      assert.ok([String(http), String(tcp)].includes(port), port);
    }
    const listening = [...proxy.matchAll(/^ +listen (\d+);/gm)].map(([, port]) => port);
    const published = services['proxy']?.ports?.map((ports) => ports.split(':')[1]);
    assert.deepEqual(published, listening);
    const advertised = services['gateway-1']?.environment?.['POSTHORN_ADVERTISE'] ?? '';
    for (const port of listening) assert.match(advertised, new RegExp(`:${port}\\b`));
    for (const { depends_on: needed = [] } of Object.values(services)) {
      const names: readonly string[] = Array.isArray(needed) ? needed : Object.keys(needed);
      for (const name of names) assert.ok(name in services, name);
    }
  });
});

it('the Dockerfile names a script, options and a Node that are right', async () => {
  const text = await read('deploy/Dockerfile');
  const [, script] = /node (scripts\/\S+)/.exec(text) ?? [];
  await read(script);
  const env = Object.fromEntries(
    [...text.matchAll(/(POSTHORN_\w+)=(\S+)/g)].map(([, variable = '', value = '']) => [variable, value]),
  );
  assert.deepEqual(loadConfig({ argv: [], env }).warnings, []);
  const [, major] = /FROM node:(\d+)/.exec(text) ?? [];
  const { devDependencies } = JSON.parse(await read('package.json')) as Manifest;
  assert.equal(devDependencies?.['node']?.split('.')[0], major, 'the Node that is tested');
});

it('every metric that an alert or the docs name is there', async () => {
  await using place = await FilesPlace.open({ metrics: 'public' });
  const { httpUrl } = place;
  const metrics = await (await fetch(`${httpUrl}/metrics`)).text();
  const there = new Set([...metrics.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name));
  const { groups } = parse(await read('deploy/alerts.yaml')) as Rules;
  const rules = groups.flatMap((group) => group.rules);
  assert.ok(rules.length >= 9);
  const texts = [...rules.map(({ expr }) => expr), await read('docs/operations.md')];
  const named = texts.flatMap((text) => [
    ...text.matchAll(/\b(posthorn|nodejs|process)_[a-z0-9_]+(?=[{[)\s`]|$)/g),
  ]);
  assert.ok(named.length > rules.length, `${named.length} metrics are named`);
  for (const [name] of named) {
    const base = name.replace(/_(bucket|sum|count)$/, '');
    assert.ok(there.has(name) || there.has(base), name);
  }
});

it('every option that docs/operations.md names exists', async () => {
  const text = await read('docs/operations.md');
  const page = await read('docs/configuration.md');
  const known = new Set([...page.matchAll(/^### `(--[\w-]+)`/gm)].map(([, flag]) => flag));
  const ofCommands = new Set([
    '--to',
    '--from',
    '--force',
    '--undo',
    '--json',
    '--server',
    '--data',
    '--follow',
    '--yes',
    '--user',
    '--password',
    '--read',
    '--status',
    '--files-to',
    '--no-files',
  ]);
  // Those of createdb, mariadb-dump, npm, clamdscan and the like.
  const foreign = new Set([
    '--fdpass',
    '--no-summary',
    '--include',
    '--pwprompt',
    '--single-transaction',
    '--owner',
  ]);
  const named = [...text.matchAll(/(?<![\w-])--[a-z][\w-]+/g)];
  assert.ok(known.size > 20 && named.length > 20, `${named.length} of ${known.size} options are named`);
  for (const [flag] of named) {
    assert.ok(known.has(flag) || ofCommands.has(flag) || foreign.has(flag), flag);
  }
});

/** With a password of digits alone, the worst case, wherever the file asks for a variable. */
function filled(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([variable, value]) => [
      variable,
      value.replace(/\$\{[^}]+\}/g, '01234567890123456789012345678901'),
    ]),
  );
}

function networksOf({ networks = ['default'] }: Partial<Compose['services'][string]>): readonly string[] {
  return Array.isArray(networks) ? networks : Object.keys(networks);
}

/** A nats-server with this configuration; or why there is none. */
async function natsOf(config: string): Promise<PrivateService | string> {
  try {
    return await startNats({ config });
  } catch (error) {
    if (error instanceof MissingProgramError) return error.message;
    throw error;
  }
}

function path(file: string | undefined): string {
  return fileURLToPath(new URL(`../${file}`, import.meta.url));
}

function read(file: string | undefined): Promise<string> {
  return readFile(path(file), 'utf8');
}
