/** Pushes come although the server is killed while it sends them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakePushService } from '@posthorn/testing/push-service';
import type { FakeBrowser } from '@posthorn/testing/push-service';
import { ServerProcess } from '@posthorn/testing/server-process';
import { People } from './support/people.ts';

const USERS = 20;
/** A router that has died keeps what it has taken for a minute, and three die. */
const WITHIN_MS = 300_000;

describe('a server that is killed again and again', () => {
  it('tells each browser of the last message', { timeout: WITHIN_MS }, async (t) => {
    await using service = await FakePushService.open();
    const options = [
      '--push-hosts',
      service.origin,
      '--outgoing-allow',
      '127.0.0.1',
      '--login-policy',
      'multi',
    ];
    const server = await ServerProcess.start(options);
    t.after(() => server.remove());
    const people = new People({ tcpUrl: server.tcpUrl, httpUrl: server.httpUrl });
    t.after(() => people.close());
    const ann = await people.join('ann');
    const browsers = new Map<number, FakeBrowser>();
    for (let index = 0; index < USERS; index++) {
      const person = await people.join(`user${index}`);
      const browser = service.browser(`b${index}`);
      browsers.set(person.id, browser);
      await person.client.call('subscribePush', browser.subscription);
      await person.client.close();
    }
    // Every second request gets no answer: the server has it under way when it is killed.
    let asked = 0;
    service.verdict = () => (asked++ % 2 === 0 ? 'hold' : 201);
    const started = performance.now();
    for (const text of ['first', 'second', 'last']) {
      const sent = [...browsers.keys()].map((to) => ann.client.send({ to }, text).done);
      const before = service.tries.length;
      await service.until(() => service.tries.length >= before + USERS / 4);
      await server.kill();
      service.release();
      await server.start();
      await Promise.all(sent);
    }
    service.verdict = () => 201;
    const isTold = (browser: FakeBrowser): boolean => service.of(browser).at(-1)?.['body'] === 'last';
    await service.until(() => [...browsers.values()].every(isTold));
    t.diagnostic(`all were told within ${Math.round((performance.now() - started) / 1000)} s`);
    t.diagnostic(`${service.pushed.length} pushes for ${3 * USERS} messages`);
    assert.ok(service.pushed.length >= USERS);
  });
});
