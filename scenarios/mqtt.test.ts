/** MQTT.js as it is, against a server in the process. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectAsync } from 'mqtt';
import { Condition } from '@posthorn/testing/condition';
import { startInProcess } from '@posthorn/testing/in-process';
import { RawClient } from '@posthorn/testing/raw-client';

test('MQTT.js talks with somebody who uses another client, over TCP and WebSocket', async (t) => {
  const { server, tcpUrl } = await startInProcess({ mqtt: true, mqttPort: 0 });
  t.after(() => server.close());
  const romeo = await RawClient.as(tcpUrl, 'romeo');
  t.after(() => romeo.client.close());
  const urls = [`mqtt://127.0.0.1:${server.ports['mqtt']}`, `ws://127.0.0.1:${server.httpPort}/mqtt`];
  for (const [index, url] of urls.entries()) {
    const name = `juliet-${index}`;
    const { client: native, id } = await RawClient.as(tcpUrl, name);
    native.close();
    const juliet = await connectAsync(url, {
      username: name,
      password: 'pw',
      protocolVersion: index === 0 ? 4 : 5,
    });
    t.after(() => juliet.endAsync(true));
    const heard: string[] = [];
    const progress = new Condition();
    juliet.on('message', (topic, payload) => {
      heard.push(`${topic}: ${payload.toString()}`);
      progress.changed();
    });
    await juliet.subscribeAsync('u/+', { qos: 1 });
    const target = { case: 'user', value: id } as const;
    await romeo.client.ask({
      case: 'send',
      value: { target, clientId: name, content: { text: 'But soft' } },
    });
    await progress.until(() => heard.length === 1);
    await juliet.publishAsync('u/romeo', 'Ay me', { qos: 1 });
    await progress.until(() => heard.length === 2);
    assert.deepEqual(heard, ['u/romeo: But soft', 'u/romeo: Ay me']);
  }
  const heard = (): number => romeo.client.pushes.filter(({ case: kind }) => kind === 'message').length;
  await romeo.client.until(() => heard() === urls.length);
});
