import assert from 'node:assert/strict';
import { it } from 'node:test';
import { networksOf, widestOf } from './networks.ts';

it('an IPv6 address counts as its /64 and its /48, however it is written', () => {
  const same = [
    '2001:db8::1',
    '2001:db8::2:3:4:5',
    '2001:0DB8:0:0::ffff',
    '2001:db8:0:0:a:b:c:d',
    '2001:db8::%eth0',
    '2001:db8::192.0.2.1',
  ];
  for (const address of same) {
    assert.deepEqual(networksOf(address), { near: '2001:db8:0:0', wide: '2001:db8:0/48' }, address);
  }
  assert.deepEqual(networksOf('2001:db8:0:1::'), { near: '2001:db8:0:1', wide: '2001:db8:0/48' });
  assert.deepEqual(networksOf('::1'), { near: '0:0:0:0', wide: '0:0:0/48' });
  assert.equal(widestOf('2001:db8:7:1::9'), '2001:db8:7/48');
});

it('an IPv4 address is a network, also written as IPv6', () => {
  for (const address of ['192.0.2.1', '::ffff:192.0.2.1', '::FFFF:c000:201', '0:0:0:0:0:ffff:192.0.2.1']) {
    assert.deepEqual(networksOf(address), { near: '192.0.2.1', wide: undefined }, address);
  }
  assert.equal(widestOf('192.0.2.1'), '192.0.2.1');
});

it('what is no address is a network of its own', () => {
  for (const address of ['unknown', '', '1:2', ':::', 'fe80'])
    assert.equal(networksOf(address).near, address);
});
