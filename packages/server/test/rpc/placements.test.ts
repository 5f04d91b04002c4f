/** A send does not overtake an earlier one that its router never got to, wherever its connection is now (promise 4). */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { positionOf } from '../../src/rpc/lanes.ts';
import { Placement } from '../../src/rpc/placements.ts';
import type { Peer } from '../../src/rpc/peer.ts';

// Only told apart here, never called.
const [FIRST, SECOND] = [{}, {}] as unknown as readonly [Peer, Peer];
const to = (conversation: number) => (order: number) => ({ order, lane: `c${conversation}` });
const [verona, masque] = [to(1), to(2)];

function at(peer: Peer): Placement {
  const placement = new Placement();
  placement.peer = peer;
  return placement;
}

describe('a connection that moves', () => {
  it('tries what was given up in its order, or not at all', () => {
    const placement = at(FIRST);
    placement.refused(verona(5), FIRST);
    placement.refused(verona(6), FIRST);
    assert.ok(placement.mayPass(verona(7)), 'the router refuses it, or has the others in front');
    placement.peer = SECOND;
    assert.ok(!placement.mayPass(verona(7)));
    assert.ok(placement.mayPass(verona(5)));
    assert.ok(!placement.mayPass(verona(7)), '6 was not tried again');
    assert.ok(placement.mayPass(verona(6)));
    assert.ok(placement.mayPass(verona(7)));
    assert.ok(!placement.isHolding);
  });

  it('does not take a retry in one conversation for one in another', () => {
    const placement = at(FIRST);
    placement.refused(verona(5), FIRST);
    placement.refused(masque(6), FIRST);
    assert.ok(placement.mayPass(verona(5)));
    placement.peer = SECOND;
    assert.ok(!placement.mayPass(masque(9)), '6 was not tried again');
    assert.ok(placement.mayPass(verona(9)));
  });

  it('takes two names for the same place, since they may be', () => {
    const placement = at(FIRST);
    placement.refused(positionOf({ order: 5, target: { case: 'user', value: 1 } }), undefined);
    assert.ok(!placement.mayPass(verona(6)));
  });

  it('is not held up by what was answered after all, nor by what has no order', () => {
    const placement = at(FIRST);
    placement.refused(verona(0), undefined);
    placement.refused(verona(5), undefined);
    placement.settled(verona(5));
    assert.ok(placement.mayPass(verona(6)));
    assert.ok(!placement.isHolding);
  });

  it('is parted from when it leaves more untried than can be remembered', () => {
    const placement = at(FIRST);
    for (let order = 1; order <= 10_000; order++) placement.refused(verona(order), FIRST);
    assert.ok(!placement.mayPass(verona(10_001)));
  });
});
