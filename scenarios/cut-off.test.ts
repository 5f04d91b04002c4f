/** What a gateway does with its clients when it has lost the bus (promise 6). */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventually, scene } from './support/cluster-scene.ts';
import { SteppedClock } from './support/stepped-clock.ts';

describe('a gateway that has lost the bus', () => {
  it('sends its clients to one that has it, and takes clients again when it has it back', async (t) => {
    const clock = new SteppedClock();
    const { at, buses } = await scene(t, { more: { clock } });
    const juliet = await at(0).join('juliet');
    const romeo = await at(1).join('romeo');
    buses[2]?.goAway();
    await romeo.client.send({ to: juliet.id }, 'Where art thou?').done;
    const heard = async (): Promise<number> => {
      await clock.pass(500);
      return juliet.messages.length;
    };
    await eventually(heard, (count) => count === 1);
    assert.equal(juliet.client.state.name, 'online');
    buses[2]?.comeBack();
    await at(0).join('tybalt');
  });

  it('keeps them when nobody has it', async (t) => {
    const clock = new SteppedClock();
    const { at, buses, cluster } = await scene(t, { more: { clock } });
    const juliet = await at(0).join('juliet');
    const states: string[] = [];
    juliet.client.on('state', ({ name }) => states.push(name));
    for (const bus of buses) bus.goAway();
    for (let seconds = 0; seconds < 20; seconds++) {
      await clock.pass(1000);
      // So that answers of the others arrive, which take no time of that clock.
      await fetch(`${cluster.wsUrl(1)}/readyz`);
    }
    assert.deepEqual(states, []);
    for (const bus of buses) bus.comeBack();
    await at(1).join('romeo');
  });
});
