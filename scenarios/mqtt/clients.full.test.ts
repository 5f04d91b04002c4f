/** Other people's MQTT clients, as they are: every version, QoS and kind of session that each of them offers. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { connect } from 'mqtt';
import type { IClientOptions, IConnackPacket, MqttClient } from 'mqtt';
import { Condition } from '@posthorn/testing/condition';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { RawClient } from '@posthorn/testing/raw-client';
import { installed, run, RegistryUnreachable } from '../support/toolchains.ts';

const PROGRAMS = fileURLToPath(new URL('.', import.meta.url));
const PACKAGES = ['paho-mqtt==2.2.0', 'gmqtt==0.8.0'];
const VERSIONS = ['3.1.1', '5'] as const;
const LEVELS = [0, 1, 2] as const;
const KEEP_S = 600;

type Version = (typeof VERSIONS)[number];
type Qos = (typeof LEVELS)[number];

/** What Juliet has got, and whether the server still had her session when she came back. */
interface Row {
  readonly name: string;
  readonly resumed: boolean;
  readonly heard: readonly (readonly [topic: string, qos: number, text: string])[];
}

let place: InProcess;
let port: string;
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'posthorn-mqtt-'));
  place = await startInProcess({ mqtt: true, mqttPort: 0, loginPolicy: 'multi' });
  port = String(place.server.ports['mqtt']);
  for (const name of ['romeo', 'juliet']) (await RawClient.as(place.tcpUrl, name)).client.close();
});

after(async () => {
  await place.server.close();
  await rm(folder, { recursive: true });
});

/** Every way in which a client that offers these transports can be used. With QoS 0 nothing is kept. */
function expected(transports: readonly string[]): readonly Row[] {
  return VERSIONS.flatMap((version) =>
    transports.flatMap((transport) =>
      LEVELS.flatMap((qos) =>
        ['clean', 'kept'].slice(0, qos === 0 ? 1 : 2).map((session) => {
          const name = `${version} ${transport} ${qos} ${session}`;
          const isKept = session === 'kept';
          return {
            name,
            resumed: isKept,
            heard: ['live', 'away']
              .slice(0, isKept ? 2 : 1)
              .map((when) => ['u/romeo', qos, `${name}, ${when}`] as const),
          };
        }),
      ),
    ),
  );
}

describe('clients in Python', () => {
  let reason: string | undefined;

  before(async () => {
    reason = installed('python3');
    if (reason !== undefined) return;
    const target = ['--only-binary', ':all:', '--target', join(folder, 'packages'), ...PACKAGES];
    try {
      await run('python3', ['-m', 'pip', 'install', '--quiet', ...target], { cwd: folder });
    } catch (error) {
      if (!(error instanceof RegistryUnreachable)) throw error;
      reason = error.message;
    }
  });

  for (const [name, file, transports] of [
    ['paho-mqtt', 'paho_client.py', ['tcp', 'websockets']],
    ['gmqtt', 'gmqtt_client.py', ['tcp']],
  ] as const) {
    it(name, async (t) => {
      if (reason !== undefined) return t.skip(reason);
      const ports = [port, String(place.server.httpPort)];
      const env = { PYTHONPATH: join(folder, 'packages') };
      const printed = await run('python3', [file, '127.0.0.1', ...ports], { cwd: PROGRAMS, env });
      assert.deepEqual(JSON.parse(printed), expected(transports));
    });
  }
});

describe('MQTT.js', () => {
  for (const transport of ['tcp', 'websockets']) {
    it(`over ${transport}`, async () => {
      const rows: Row[] = [];
      for (const { name } of expected([transport])) rows.push(await byMqttJs(name));
      assert.deepEqual(rows, expected([transport]));
    });
  }
});

async function byMqttJs(name: string): Promise<Row> {
  const [version = '', transport, qos, session] = name.split(' ');
  const level = Number(qos) as Qos;
  const isKept = session === 'kept';
  const url =
    transport === 'tcp' ? `mqtt://127.0.0.1:${port}` : `ws://127.0.0.1:${place.server.httpPort}/mqtt`;
  const heard: Row['heard'][number][] = [];
  const progress = new Condition();
  let resumed = false;
  const come = async (username: string, more: IClientOptions): Promise<MqttClient> => {
    const protocolVersion = version === '5' ? 5 : 4;
    const client = connect(url, { username, password: 'pw', protocolVersion, reconnectPeriod: 0, ...more });
    client.on('message', (topic, payload, packet) => {
      heard.push([topic, packet.qos, payload.toString()]);
      progress.changed();
    });
    const connack = await new Promise<IConnackPacket>((resolve, reject) =>
      client.once('connect', resolve).once('error', reject),
    );
    resumed = connack.sessionPresent;
    return client;
  };
  const keep = isKept && version === '5' ? { properties: { sessionExpiryInterval: KEEP_S } } : {};
  const asJuliet = { clientId: `js-${name}`, clean: !isKept, ...keep };
  let juliet = await come('juliet', asJuliet);
  await juliet.subscribeAsync('u/+', { qos: level });
  const romeo = await come('romeo', { clientId: 'js-romeo' });
  await romeo.publishAsync('u/juliet', `${name}, live`, { qos: level });
  await progress.until(() => heard.length === 1);
  if (isKept) {
    await juliet.endAsync();
    await romeo.publishAsync('u/juliet', `${name}, away`, { qos: 1 });
    juliet = await come('juliet', asJuliet);
    await progress.until(() => heard.length === 2);
  }
  await juliet.endAsync();
  await romeo.endAsync();
  return { name, resumed, heard };
}

describe('mosquitto_sub and mosquitto_pub', () => {
  for (const { name, heard } of expected(['tcp'])) {
    it(name, async (t) => {
      const reason = installed('mosquitto_sub') ?? installed('mosquitto_pub') ?? installed('stdbuf');
      if (reason !== undefined) return t.skip(reason);
      const [version, , qos, session] = name.split(' ') as [Version, string, string, string];
      const as = (user: string, device: string): readonly string[] => [
        '-h',
        '127.0.0.1',
        '-p',
        port,
        '-V',
        version === '5' ? 'mqttv5' : 'mqttv311',
        '-u',
        user,
        '-P',
        'pw',
        '-i',
        device,
      ];
      const keep = session === 'kept' ? ['-c', ...(version === '5' ? ['-x', String(KEEP_S)] : [])] : [];
      const listening = [...as('juliet', `mosquitto-${name}`), '-t', 'u/+', '-q', qos, ...keep];
      const say = (text: string, level: string): Promise<string> =>
        run('mosquitto_pub', [...as('romeo', 'mosquitto-romeo'), '-t', 'u/juliet', '-m', text, '-q', level], {
          cwd: folder,
        });

      const live = await listen([...listening, '-C', '1', '-F', '%t %q %p', '-d']);
      await say(`${name}, live`, qos);
      const lines = [await live.line];
      if (session === 'kept') {
        await say(`${name}, away`, '1');
        const later = await listen([...listening, '-C', '1', '-F', '%t %q %p', '-d']);
        lines.push(await later.line);
      }
      assert.deepEqual(
        lines,
        heard.map(([topic, level, text]) => `${topic} ${level} ${text}`),
      );
    });
  }
});

/** Resolves when mosquitto_sub has subscribed; `line` is what it prints before it ends by itself. */
async function listen(args: readonly string[]): Promise<{ readonly line: Promise<string> }> {
  // Into a pipe it would write nothing until its buffer is full.
  const child = spawn('stdbuf', ['-oL', 'mosquitto_sub', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  const progress = new Condition();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    progress.changed();
  });
  const ended = once(child, 'close').then(() => {
    progress.changed();
    return printed.split('\n').find((line) => line.startsWith('u/')) ?? assert.fail(printed);
  });
  await progress.until(() => printed.includes('Subscribed') || child.exitCode !== null);
  return { line: ended };
}
