/** Only what is public, and what the operator allows. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Reach } from '../../src/outgoing/reach.ts';

/** Both ends of each network in the registries of special-purpose addresses (RFC 6890 and later). */
const SPECIAL = `
  0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.0 127.255.255.255
  169.254.0.0 169.254.255.255 172.16.0.0 172.31.255.255 192.0.0.0 192.0.0.255 192.0.2.0 192.0.2.255
  192.31.196.1 192.52.193.1 192.88.99.0 192.88.99.255 192.168.0.0 192.168.255.255 192.175.48.1
  198.18.0.0 198.19.255.255 198.51.100.0 198.51.100.255 203.0.113.0 203.0.113.255
  224.0.0.0 239.255.255.255 240.0.0.0 255.255.255.255
  :: ::1 ::2 ::7f00:1 ::ffff:0:0 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:0:8.8.8.8 64:ff9b::8.8.8.8 64:ff9b:1::1
  100:: 100:0:0:1::1 2001::1 2001:2::1 2001:3::1 2001:4:112::1 2001:10::1 2001:20::1 2001:30::1 2001:1ff::1
  2001:db8::1 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff 2002:808:808::1 2002:7f00:1::1 2620:4f:8000::1
  3fff::1 3fff:fff::1 4000::1 5f00::1 8000::1 fc00::1 fdff::1 fe80::1 fe80::1%eth0 febf::1 fec0::1 ff02::1
`;

const PUBLIC = `
  1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 169.253.0.1 172.15.0.1
  172.32.0.0 192.0.1.0 192.167.255.255 192.169.0.0 198.17.0.1 198.20.0.0 223.255.255.255
  2001:200::1 2001:4860:4860::8888 2003::1 2400:cb00::1 2606:4700::1111 2a00:1450::1 3ffe::1
`;

function each(list: string): readonly string[] {
  return list.trim().split(/\s+/);
}

describe('the reach of calls', () => {
  it('has public addresses on the ports of the web', () => {
    const reach = new Reach();
    for (const address of each(PUBLIC)) {
      assert.ok(reach.includes(address, 80) && reach.includes(address, 443), address);
      for (const port of [0, 22, 25, 8080, 65_535]) assert.ok(!reach.includes(address, port), address);
    }
  });

  it('has no special ones', () => {
    const reach = new Reach();
    for (const address of each(SPECIAL)) assert.ok(!reach.includes(address, 443), address);
  });

  it('has nothing that is no address', () => {
    for (const text of [
      '',
      'localhost',
      'example.com',
      '1.2.3.4.5',
      '[::1]',
      '8.8.8.8/8',
      '0x08.8.8.8',
      '134744072',
    ]) {
      assert.ok(!new Reach().includes(text, 443), text);
    }
  });

  it('has what was allowed, on every port, and no more', () => {
    const reach = new Reach(['10.1.0.0/16', '127.0.0.1', 'fd00::/8', '::1']);
    for (const address of ['10.1.0.0', '10.1.255.255', '127.0.0.1', 'fd12::1', '::1']) {
      assert.ok(reach.includes(address, 22) && reach.includes(address, 443), address);
    }
    for (const address of ['10.0.255.255', '10.2.0.0', '127.0.0.2', '::ffff:127.0.0.1', 'fc00::1', '::2']) {
      assert.ok(!reach.includes(address, 443), address);
    }
  });
});
