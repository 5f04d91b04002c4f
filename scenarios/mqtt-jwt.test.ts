/** JWTs over MQTT, in the place of the password. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { MqttClient } from '@posthorn/testing/mqtt-client';
import type { MqttOptions } from '@posthorn/testing/mqtt-client';
import { SteppedClock } from './support/stepped-clock.ts';
import {
  encoded,
  fileWith,
  good,
  hs256,
  inSeconds,
  SECRET,
} from '../packages/server/test/sign-in/support/jwts.ts';

const MINUTE_MS = 60_000;

describe('a JWT over MQTT', () => {
  const secret = fileWith(`${SECRET}\n`);
  const clock = new SteppedClock();
  let place: InProcess;
  before(async () => {
    const changes = { jwtSecretFile: secret.path, jwtSession: MINUTE_MS, heartbeat: 2 * MINUTE_MS };
    place = await startInProcess({ ...changes, mqtt: true, mqttPort: 0 }, { clock });
  });
  after(async () => {
    await place.server.close();
    secret.remove();
  });

  const open = (options: MqttOptions): Promise<MqttClient> =>
    MqttClient.open(`mqtt://127.0.0.1:${place.server.ports['mqtt']}`, options);

  /** With what a CONNECT is refused. */
  async function refusal(password: string, options: MqttOptions = {}): Promise<string> {
    const client = await open(options);
    const answer = await client.enter({ user: 'juliet', password, ...options });
    await client.until(() => client.isClosed);
    const code = answer.reasonCode ?? answer.returnCode ?? 0;
    return `${code.toString(16)} ${answer.properties?.reasonString ?? ''}`;
  }

  it('lets in whom it names, whatever the user name says', async () => {
    for (const version of [4, 5] as const) {
      for (const user of ['juliet', '']) {
        const client = await open({ version });
        const answer = await client.enter({ user, password: hs256(good()), clientId: 'balcony' });
        assert.equal(answer.reasonCode ?? answer.returnCode, 0);
        await client.subscribe('lobby');
        await client.publish('lobby', `by ${version}`, { qos: 1 });
        await client.until(() => client.texts().includes(`by ${version}`));
        await client.leave();
      }
    }
  });

  it('is refused with the reason when it is not good', async () => {
    const now = good();
    const [head = '', claims = ''] = hs256(now).split('.');
    const cases: readonly (readonly [string, RegExp])[] = [
      [hs256(now, 'another-secret-that-is-long-enough-to-be-one'), /^86 .*signature/],
      [`${head}.${encoded({ ...now, sub: 'boss' })}.${hs256(now).split('.')[2]}`, /^86 .*signature/],
      [`${encoded({ alg: 'none' })}.${claims}.`, /^86 /],
      [`${encoded({ alg: 'none' })}.${claims}.AAAA`, /^86 .*HS256/],
      [hs256(now, SECRET, { alg: 'HS512' }), /^86 .*HS256/],
      [hs256({ ...now, exp: inSeconds(-120) }), /^86 .*expired/],
      [hs256({ ...now, exp: undefined }), /^86 .*exp/],
      [hs256({ ...now, aud: 'mail' }), /^86 .*another audience/],
      [hs256({ ...now, aud: ['mail', 'calendar'] }), /^86 .*another audience/],
    ];
    for (const [jwt, told] of cases) assert.match(await refusal(jwt), told);
    assert.match(await refusal(hs256({ ...now, aud: 'mail' }), { version: 4 }), /^4 /);
  });

  it('ends the connection when its session has expired, and says so', async () => {
    const client = await open({});
    await client.enter({ user: 'juliet', password: hs256(good()), clientId: 'night' });
    const silent = await open({ version: 4 });
    await silent.enter({ user: 'juliet', password: hs256(good()), clientId: 'tomb' });
    while (!client.isClosed || !silent.isClosed) await clock.pass(5000);
    const last = client.packets.at(-1);
    assert.equal(last?.cmd === 'disconnect' && last.reasonCode, 0xa0);
    assert.equal(silent.packets.at(-1)?.cmd, 'connack', '3.1.1 has no word for it');
  });
});
