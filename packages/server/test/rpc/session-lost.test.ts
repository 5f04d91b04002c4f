/** A session that has ended without its gateway hearing of it. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { InProcessCluster } from '@posthorn/testing/in-process-cluster';
import { RawClient } from '@posthorn/testing/raw-client';
import { revokeSessions } from '../../src/features/accounts/session-queries.ts';

it('ends its connection when that comes to another router, and leaves the send to be sent again', async (t) => {
  const cluster = await InProcessCluster.start({ gateways: 1, routers: 1 });
  const { client, id } = await RawClient.as(cluster.tcpUrl(0), 'romeo');
  t.after(async () => {
    client.socket.destroy();
    await cluster.close();
  });
  const send = (clientId: string): number =>
    client.send({
      case: 'send',
      value: { target: { case: 'conversation', value: 1 }, clientId, content: { text: 'hello' } },
    });
  assert.equal((await client.answer(send('one'))).case, 'ack');
  await cluster.store.run(revokeSessions, id, { except: undefined });
  await cluster.add('router');
  await cluster.routers[0]?.close();
  const unanswered = send('two');
  await client.until(() => client.isClosed);
  const goodbye = client.pushes.find((push) => push.case === 'goodbye');
  assert.equal(goodbye?.value.code, 10, 'UNAUTHENTICATED');
  assert.equal(client.answers.has(unanswered), false);
});
