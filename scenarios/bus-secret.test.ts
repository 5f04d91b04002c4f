/** A cluster gets a secret node by node: nodes with and without it do not hear each other, and serve beside each other. */
import { it } from 'node:test';
import { InProcessCluster } from '@posthorn/testing/in-process-cluster';
import { People } from './support/people.ts';

it('messages cross between nodes with and without a secret on one database', async (t) => {
  const changes = { sweepInterval: 200 };
  const size = { gateways: 1, routers: 1 };
  const plain = await InProcessCluster.start({ ...size, changes });
  const { store, bus } = plain;
  const sealed = await InProcessCluster.start({
    ...size,
    store,
    busOf: () => bus,
    changes: { ...changes, busSecret: 'the secret of a cluster, for tests' },
  });
  const people: People[] = [];
  t.after(async () => {
    for (const group of people) await group.close();
    await sealed.close();
    await plain.close();
  });
  const peopleAt = (cluster: InProcessCluster): People => {
    const group = new People({ tcpUrl: cluster.tcpUrl(0), httpUrl: cluster.wsUrl(0) });
    people.push(group);
    return group;
  };
  const romeo = await peopleAt(plain).join('romeo');
  const juliet = await peopleAt(sealed).join('juliet');
  for (const [from, to] of [
    [romeo, juliet],
    [juliet, romeo],
  ] as const) {
    const { conversation } = await from.client.send({ to: to.id }, `from ${from.id}`).done;
    await to.until(() => to.texts(conversation).includes(`from ${from.id}`));
  }
});
