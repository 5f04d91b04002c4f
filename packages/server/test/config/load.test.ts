import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, test, type TestContext } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { configWith, loadConfig, optionSets } from '../../src/compose/options.ts';
import { ConfigError } from '../../src/config/config-error.ts';
import { allOptions, type ConfigSources } from '../../src/config/load.ts';
import { fileVariableOf, flagOf, variableOf } from '../../src/config/option.ts';

const OPTIONS = allOptions(optionSets());

/** Their examples say the same as their defaults; of every other option the example must change something. */
const LIKE_THE_DEFAULT = ['http', 'tcp', 'cimPort', 'maxInFlight', 'outbound', 'metrics', 'sweepInterval'];

/** Files that are read when the configuration is. */
const JWT_SECRET = fileURLToPath(new URL('files/jwt-secret', import.meta.url));
const FILES: Readonly<Record<string, string>> = {
  jwtSecretFile: JWT_SECRET,
  ldap: fileURLToPath(new URL('files/ldap.json', import.meta.url)),
  oidc: fileURLToPath(new URL('files/oidc.json', import.meta.url)),
};

/** A directory that may hold a configuration file. */
async function folder(t: TestContext, file?: string): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'posthorn-config-'));
  t.after(() => rm(path, { recursive: true }));
  if (file !== undefined) await writeFile(join(path, 'posthorn.json'), file);
  return path;
}

function load(
  argv: readonly string[],
  env: ConfigSources['env'] = {},
): ReturnType<typeof loadConfig>['config'] {
  return loadConfig({ argv, env }).config;
}

function refuses(argv: readonly string[], sentence: RegExp, env: ConfigSources['env'] = {}): void {
  assert.throws(
    () => load(argv, env),
    (error) => error instanceof ConfigError && sentence.test(error.message),
    `expected ${sentence}`,
  );
}

describe('precedence', () => {
  test('without anything the defaults hold', async (t) => {
    const data = await folder(t);
    assert.deepEqual(load(['--data', data]), configWith({ data }));
  });

  test('a flag beats the environment, which beats the file, which beats the default', async (t) => {
    const data = await folder(t, '{ "http": 1, "tcp": 2, "login-policy": "multi" }');
    const config = load(['--data', data, '--http', '3'], { POSTHORN_HTTP: '4', POSTHORN_TCP: '5' });
    assert.partialDeepStrictEqual(config, { http: 3, tcp: 5, loginPolicy: 'multi', lobby: true });
  });

  test('a named file is read instead of the one in the data directory', async (t) => {
    const [data, other] = [await folder(t, '{ "http": 1 }'), await folder(t, '{ "http": 2 }')];
    const named = join(other, 'posthorn.json');
    assert.equal(load(['--data', data]).http, 1);
    assert.equal(load(['--data', data, '--config', named]).http, 2);
    assert.equal(load(['--data', data], { POSTHORN_CONFIG: named }).http, 2);
  });

  test('an empty variable is as good as none', async (t) => {
    assert.equal(load(['--data', await folder(t)], { POSTHORN_HTTP: '' }).http, configWith({}).http);
  });
});

describe('values', () => {
  test('each option takes its own example from a flag, the environment and the file', async (t) => {
    for (const [name, option] of OPTIONS) {
      if (['config', 'json', 'data'].includes(name)) continue;
      const example = FILES[name] ?? option.example;
      const data = await folder(t, JSON.stringify({ [flagOf(name)]: example, ...partner(name, flagOf) }));
      const fromFile = load(['--data', data]);
      const empty = await folder(t);
      const { argv, env } = flagsOf({ ...partner(name, (each) => each), [name]: example });
      const fromFlag = load(['--data', empty, ...argv], env);
      const fromEnv = load(['--data', empty], {
        [variableOf(name)]: example,
        ...partner(name, variableOf),
      });
      assert.deepEqual({ ...fromFlag, data: '' }, { ...fromFile, data: '' }, name);
      assert.deepEqual({ ...fromEnv, data: '' }, { ...fromFile, data: '' }, name);
      const byDefault = load(['--data', await folder(t)]);
      const isLikeDefault = isDeepStrictEqual({ ...fromFile, data: '' }, { ...byDefault, data: '' });
      assert.equal(isLikeDefault, LIKE_THE_DEFAULT.includes(name), `${name} changes nothing`);
    }
  });

  test('times, sizes, switches and lists are read', async (t) => {
    const data = await folder(
      t,
      '{ "origins": ["https://a.example", "http://b.example:8080/"], "lobby": false }',
    );
    const config = load([
      '--data',
      data,
      '--heartbeat',
      '45s',
      '--max-frame',
      '1MiB',
      '--outbound=65536',
      '--tcp',
      'off',
      '--json',
    ]);
    assert.partialDeepStrictEqual(config, {
      heartbeat: 45_000,
      maxFrame: 1_048_576,
      outbound: 65_536,
      tcp: 'off',
      json: true,
      lobby: false,
      origins: ['https://a.example', 'http://b.example:8080'],
    });
  });

  test('a repeated list adds up', async (t) => {
    const flags = ['--advertise', 'ws://a.example/ws', '--advertise', 'tcp://a.example:7011'];
    assert.deepEqual(load(['--data', await folder(t), ...flags]).advertise, [
      'ws://a.example/ws',
      'tcp://a.example:7011',
    ]);
  });

  test('a secret may lie in a file that a variable names', async (t) => {
    const data = await folder(t);
    const file = join(data, 'secret');
    for (const [name, option] of OPTIONS) {
      if (option.secret !== true) continue;
      await writeFile(file, `\uFEFF${option.example}\r\n`);
      const others = partner(name, variableOf);
      const fromFile = load(['--data', data], { [fileVariableOf(variableOf(name))]: file, ...others });
      const fromEnv = load(['--data', data], { [variableOf(name)]: option.example, ...others });
      assert.deepEqual(fromFile, fromEnv, name);
    }
  });

  test('a byte order mark is no part of the file', async (t) => {
    assert.equal(load(['--data', await folder(t, '\uFEFF{ "http": 5 }')]).http, 5);
  });

  test('the file may have comments and a last comma, and strings that look like them', async (t) => {
    const text = '// top\n{ /* a */ "admin": "http://x, /*y*/ ,}", // end\n "http": 5, }';
    assert.partialDeepStrictEqual(load(['--data', await folder(t, text)]), {
      admin: 'http://x, /*y*/ ,}',
      http: 5,
    });
  });
});

describe('what is wrong is said in a sentence', () => {
  test('unknown options, with what was meant', async (t) => {
    refuses(['--htttp', '1'], /no option --htttp; did you mean --http\?/);
    refuses(['--port', '1'], /no option --port; did you mean --http\?/);
    refuses(['--tcp-port', '1'], /no option --tcp-port; did you mean --tcp\?/);
    refuses(['--xyzzy'], /no option --xyzzy; see posthorn start --help/);
    refuses(['serve'], /"serve" is not an option/);
    refuses(
      ['--data', await folder(t, '{ "login_policy": "multi" }')],
      /unknown option "login_policy"; did you mean login-policy\?/,
    );
  });

  test('values', async (t) => {
    const data = ['--data', await folder(t)];
    refuses([...data, '--http', '70000'], /^--http "70000" must be a port .* for instance 7010\.$/);
    refuses([...data, '--http'], /--http needs a value: --http PORT/);
    refuses([...data, '--http', '--json'], /--http needs a value/);
    refuses([...data, '--http', '1', '--http', '2'], /--http is there twice/);
    refuses([...data, '--login-policy', 'solo'], /must be one of multi, one-per-class, single, reject/);
    refuses([...data, '--lobby', 'maybe'], /must be on or off/);
    refuses([...data, '--heartbeat', '30'], /must be a time with a unit .* from 1s to 10m/);
    refuses([...data, '--max-frame', '1KiB'], /must be a size .* from 16KiB to 4MiB/);
    refuses([...data, '--origins', 'example.com'], /must begin with a scheme, like https:/);
    refuses(
      [...data, '--bus', 'redis://u:hidden@x'],
      /^--bus must be memory, or URLs such as nats:(?!.*hidden)/,
    );
    refuses([...data, '--bus', 'nats://x', '--bus-key', 'k'], /--bus-cert and --bus-key go together/);
    refuses([...data, '--bus-ca', 'ca.pem'], /--bus-ca is there without --bus/);
    refuses([...data, '--origins', 'https://a.example/path'], /has no path/);
    for (const place of ['9100', 'localhost', '::1:9100', '1.2.3.4:70000']) {
      refuses([...data, '--metrics-listen', place], /must be an address and a port/);
    }
    for (const url of [
      'example.com/chat',
      'wss://example.com/chat',
      'https://u@example.com',
      'https://h/?x',
    ]) {
      refuses([...data, '--public-url', url], /must be a URL such as https:/);
    }
    refuses([...data, '--http', 'run/http.sock'], /must be an absolute path/);
    refuses([...data, '--tcp', `/${'x'.repeat(110)}`], /too long for the path of a Unix socket/);
    refuses([...data, '--http', '/run/a', '--tcp', '/run/a'], /--http and --tcp are both \/run\/a/);
    for (const mode of ['0o660', '9', '888']) refuses([...data, '--socket-mode', mode], /three octal digits/);
    const noMetrics = [...data, '--metrics', 'off', '--metrics-listen', '[::1]:9100'];
    refuses(noMetrics, /--metrics-listen is there although --metrics is off/);
    for (const proxy of ['proxy.example', '10.0.0.0/33', 'fd00::/129', '10.0.0.0/8/8', '10.0.0.0/']) {
      refuses([...data, '--trusted-proxies', proxy], /must be an IP address, or a network .* or unix/);
    }
    for (const files of ['', 's3://', 's3://id:secret@bucket/x', 's3://bucket?key=x', 'http://bucket']) {
      refuses([...data, `--files=${files}`], /must be (text|a directory, s3:)/);
    }
    refuses(data, /^POSTHORN_TCP "x" must be a port/, { POSTHORN_TCP: 'x' });
  });

  test('a secret is not repeated', async (t) => {
    const data = ['--data', await folder(t)];
    assert.throws(
      () => load([...data, '--files-secret-key=hunter2']),
      /^ConfigError: --files-secret-key would be seen in the list of processes: (?!.*hunter2)/,
    );
    assert.throws(
      () => load([...data, '--metrics-token', 'hunter2']),
      (error: Error) => !error.message.includes('hunter2'),
    );
  });

  test('the file', async (t) => {
    refuses(['--data', await folder(t, '{ "http": ')], /is not JSON/);
    refuses(['--data', await folder(t, '[]')], /must hold one JSON object/);
    refuses(['--data', await folder(t, '{ "http": "x" }')], /^"http" in .*posthorn\.json "x" must be a port/);
    refuses(['--data', await folder(t, '{ "data": "/x" }')], /cannot name another/);
    refuses(['--data', await folder(t, '{ "json": true }')], /option of the command line/);
    refuses(['--config', '/nowhere/posthorn.json'], /there is no file \/nowhere\/posthorn\.json/);
  });

  test('options that contradict each other', async (t) => {
    const data = ['--data', await folder(t)];
    refuses([...data, '--tls-cert', 'x.pem'], /--tls-cert is there without --tls-key/);
    refuses([...data, '--tls-key', 'x.pem'], /--tls-key is there without --tls-cert/);
    refuses([...data, '--proxy-protocol', 'on'], /--proxy-protocol is on without --trusted-proxies/);
    const proxied = ['--proxy-protocol', 'on', '--trusted-proxies', '10.0.0.0/8,::1'];
    refuses(
      [...data, ...proxied, '--tls-cert', 'x.pem', '--tls-key', 'y.pem'],
      /--proxy-protocol and --tls-cert do not go together/,
    );
    refuses([...data, '--files', 's3://bucket'], /POSTHORN_FILES_SECRET_KEY are needed/);
    refuses([...data, '--http', '7011'], /--http and --tcp are both 7011/);
    refuses([...data, '--metrics', 'off', '--metrics-token', 'x'.repeat(16)], /leave one of them out/);
  });

  test('a NATS on another machine that others could use', async (t) => {
    const data = ['--data', await folder(t)];
    const secret = ['--bus-secret', 'x'.repeat(32)];
    const open =
      /NATS at chat1:4222 is on another machine.*Give it a login or TLS \(--bus tls:.*--bus-unprotected on/;
    refuses([...data, '--bus', 'nats://chat1'], open);
    refuses([...data, '--bus', 'nats://chat1'], /a login or TLS .* and a secret that all nodes share/);
    refuses([...data, ...secret, '--bus', 'nats://chat1'], open);
    refuses([...data, ...secret, '--bus', 'nats://127.0.0.1,nats://chat1'], /a login or TLS/);
    const shared = /Give it a secret that all nodes share \(--bus-secret/;
    refuses([...data, '--bus', 'nats://ann:hidden@chat1'], shared);
    refuses([...data, '--bus', 'tls://chat1'], shared);
    refuses(
      [...data, ...secret.slice(0, 1), 'short', '--bus', 'tls://chat1'],
      /must be 32 to 1024 characters/,
    );
    refuses([...data, ...secret], /--bus-secret is there without --bus/);
    for (const bus of ['nats://ann:hidden@chat1', 'nats://t0ken@chat1', 'tls://chat1']) {
      load([...data, ...secret, '--bus', bus]);
    }
    load([...data, ...secret, '--bus', 'nats://chat1', '--bus-credentials', '/x.creds']);
    load([...data, ...secret, '--bus', 'nats://chat1', '--bus-ca', '/ca.pem']);
    for (const bus of ['nats://localhost', 'nats://127.0.0.1:4222,nats://[::1]'])
      load([...data, '--bus', bus]);
    load([...data, '--bus', 'nats://chat1', '--bus-unprotected']);
  });

  test('files of secrets, without the secret', async (t) => {
    const data = await folder(t);
    const argv = ['--data', data];
    const file = join(data, 'secret');
    const env = { POSTHORN_METRICS_TOKEN_FILE: file };
    refuses(argv, /^POSTHORN_METRICS_TOKEN_FILE: there is no file \S+; make it or leave/, env);
    await writeFile(file, '\n');
    refuses(argv, /^POSTHORN_METRICS_TOKEN_FILE: the file \S+ is empty/, env);
    await writeFile(file, 'secret');
    refuses(argv, /^POSTHORN_METRICS_TOKEN_FILE must be 16 to 256 characters long/, env);
    refuses(argv, /^POSTHORN_METRICS_TOKEN and POSTHORN_METRICS_TOKEN_FILE are both there/, {
      ...env,
      POSTHORN_METRICS_TOKEN: 'a-long-random-secret',
    });
  });

  test('a file that is not UTF-8', async (t) => {
    const data = await folder(t);
    await writeFile(join(data, 'posthorn.json'), '\uFEFF{ "http": 5 }', 'utf16le');
    refuses(['--data', data], /posthorn\.json is not in UTF-8: save it in that encoding/);
  });

  test('a variable that means nothing is a warning, with what was meant', async (t) => {
    const env = {
      POSTHORN_HTPP: '1',
      POSTHORN_TCP_PORT: '1',
      POSTHORN_TLS_KEY_FILE: '/key.pem',
      POSTHORN_XYZZY_PLUGH: '',
      POSTHORN_USER: 'ann',
      POSTHORNS: '1',
    };
    const { warnings } = loadConfig({ argv: ['--data', await folder(t)], env });
    assert.deepEqual(warnings, [
      'The variable POSTHORN_HTPP means nothing here; did you mean POSTHORN_HTTP?',
      'The variable POSTHORN_TCP_PORT means nothing here; did you mean POSTHORN_TCP?',
      'The variable POSTHORN_TLS_KEY_FILE means nothing here; did you mean POSTHORN_TLS_KEY?',
      'The variable POSTHORN_XYZZY_PLUGH means nothing here; see posthorn start --help.',
    ]);
  });

  test('the variables that Kubernetes makes for a service called posthorn are no slips', async (t) => {
    const env = {
      POSTHORN_SERVICE_HOST: '10.0.0.1',
      POSTHORN_SERVICE_PORT_HTTP: '7010',
      POSTHORN_PORT: 'tcp://10.0.0.1:7010',
      POSTHORN_PORT_7010_TCP_ADDR: '10.0.0.1',
    };
    const argv = ['--data', await folder(t)];
    assert.deepEqual(loadConfig({ argv, env }).warnings, []);
    assert.equal(loadConfig({ argv, env: { POSTHORN_PORT: '7010' } }).warnings.length, 1);
  });

  test('secrets in a configuration file that everybody can read', async (t) => {
    const data = await folder(t, '{ "metrics-token": "a-long-random-secret" }');
    const argv = ['--data', data];
    await chmod(join(data, 'posthorn.json'), 0o604);
    assert.match(
      loadConfig({ argv, env: {} }).warnings.join(),
      /can read "metrics-token" in \S+: chmod o-rwx/,
    );
    await chmod(join(data, 'posthorn.json'), 0o640);
    assert.deepEqual(loadConfig({ argv, env: {} }).warnings, []);
  });
});

/** As flags; as variables what no flag takes. */
function flagsOf(values: Readonly<Record<string, string>>): { argv: string[]; env: Record<string, string> } {
  const argv: string[] = [];
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    if (OPTIONS.get(name)?.isNoFlag === true) env[variableOf(name)] = value;
    else argv.push(`--${flagOf(name)}=${value}`);
  }
  return { argv, env };
}

/** Options that are there together or not at all. */
function partner(name: string, key: (name: string) => string): Record<string, string> {
  if (name === 'tlsCert') return { [key('tlsKey')]: 'key.pem' };
  if (name === 'tlsKey') return { [key('tlsCert')]: 'cert.pem' };
  if (name === 'mqttOpenTopics') return { [key('mqtt')]: 'on' };
  if (name.startsWith('mqttClient')) {
    const all = { mqtt: 'on', tlsKey: 'key.pem', tlsCert: 'cert.pem', mqttClientCa: 'ca.pem' };
    return Object.fromEntries(
      Object.entries(all).flatMap(([each, value]) => (each === name ? [] : [[key(each), value]])),
    );
  }
  if (name === 'proxyProtocol') return { [key('trustedProxies')]: '::1' };
  if (name === 'bus') return { [key('busSecret')]: 'x'.repeat(32) };
  const bus = { [key('bus')]: 'nats://127.0.0.1' };
  if (name === 'busCredentials' || name === 'busCa' || name === 'busSecret') return bus;
  if (name === 'busCert') return { ...bus, [key('busKey')]: 'key.pem' };
  if (name === 'busKey') return { ...bus, [key('busCert')]: 'cert.pem' };
  if (name.startsWith('files')) return bucket(name, key);
  if (name === 'beforeHook') return { [key('beforeHookSecret')]: `whsec_${'x'.repeat(32)}` };
  if (name === 'jwtJwksUrl') {
    return { [key('jwtIssuer')]: 'https://app.example', [key('jwtAudience')]: 'https://chat.example' };
  }
  if (name.startsWith('jwt') && name !== 'jwtSecretFile') return { [key('jwtSecretFile')]: JWT_SECRET };
  // Examples are chosen one by one: the other port must differ.
  return {};
}

function bucket(given: string, key: (name: string) => string): Record<string, string> {
  const all = { files: 's3://bucket/there', filesAccessKey: 'someone', filesSecretKey: 'secret' };
  const others = Object.entries(all).filter(([name]) => name !== given);
  return Object.fromEntries(others.map(([name, value]) => [key(name), value]));
}
