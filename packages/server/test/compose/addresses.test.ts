/** Nodes of this version and of the one before tell each other where the clients of other wires connect. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Reader, Writer } from '@posthorn/protocol/wire';
import { createMemoryBus } from '../../src/bus/memory.ts';
import { NODES_SUBJECT } from '../../src/bus/subjects.ts';
import { GatewayChoice } from '../../src/cluster/gateway-choice.ts';
import { announcedAddresses, gatewayFor } from '../../src/compose/addresses.ts';
import { createClusterPart } from '../../src/compose/cluster-part.ts';
import type { ServerParts } from '../../src/compose/parts.ts';
import { activeWires } from '../../src/compose/protocols.ts';
import { encodeAnnouncement } from '../../src/generated/bus.ts';
import { configWith, silentLogger, systemClock, systemRandom } from '../../src/index.ts';
import { CIM_PROTOCOL } from '../../src/protocols/cim/protocol.ts';
import { SAY_PROTOCOL } from '../protocols/say/protocol.ts';

const bus = createMemoryBus({ clock: systemClock, onError: assert.ifError });
const SAY_ON = { sayPort: 7019 };
const PARTS: ServerParts = {
  config: { ...configWith({ cim: true, host: '10.0.0.7' }), ...SAY_ON },
  clock: systemClock,
  random: systemRandom,
  logger: silentLogger,
  protocols: [SAY_PROTOCOL],
  bus,
};

/** Field numbers with wire types, as the version before had them. */
const OLD = { announcement: 10, id: 10, isGateway: 16, cim: 74, httpPort: 104, host: 10, port: 16 } as const;

/** An announcement as the version before writes it. */
function oldAnnouncement(): Uint8Array {
  const writer = new Writer();
  writer.tag(OLD.announcement);
  const announcement = writer.open();
  writer.tag(OLD.id);
  writer.string('old');
  writer.tag(OLD.isGateway);
  writer.varint(1);
  writer.tag(OLD.cim);
  const cim = writer.open();
  writer.tag(OLD.host);
  writer.string('10.0.0.8');
  writer.tag(OLD.port);
  writer.varint(11_211);
  writer.close(cim);
  writer.tag(OLD.httpPort);
  writer.varint(7010);
  writer.close(announcement);
  return writer.finish();
}

/** What the version before reads in an announcement: of several it keeps the last. */
function readAsOld(bytes: Uint8Array): { readonly host: string; readonly port: number } | undefined {
  const reader = new Reader(bytes);
  let found: { readonly host: string; readonly port: number } | undefined;
  while (reader.position < reader.length) {
    const tag = reader.varint();
    if (tag !== OLD.cim) {
      reader.skip(tag);
      continue;
    }
    found = reader.message((input, end) => {
      let [host, port] = ['', 0];
      while (input.position < end) {
        const field = input.varint();
        if (field === OLD.host) host = input.string();
        else if (field === OLD.port) port = input.varint();
        else input.skip(field);
      }
      return { host, port };
    });
  }
  return found;
}

describe('the addresses of other wires', () => {
  it('of a node of the version before are those of the one that it knows', async (t) => {
    const cluster = createClusterPart({ parts: PARTS, bus });
    t.after(() => cluster.close());
    bus.publish(NODES_SUBJECT, oldAnnouncement());
    await new Promise<void>((resolve) => cluster.nodes.listen({ seen: () => resolve() }));
    const gateways = new GatewayChoice({ ...PARTS, strategy: 'random', nodes: cluster.nodes });
    const found = { hostname: '10.0.0.8', port: 11_211, httpPort: 7010 };
    assert.deepEqual(gatewayFor({ parts: PARTS, gateways }, CIM_PROTOCOL, 7), found);
    assert.equal(gatewayFor({ parts: PARTS, gateways }, SAY_PROTOCOL, 7), undefined);
  });

  it('are announced by scheme, so that the version before finds the one that it knows', () => {
    const open = { httpPort: 7010, ports: { tcp: 7011, cim: 11_211, say: 7019 } };
    const announced = announcedAddresses(PARTS, activeWires(PARTS), open);
    assert.deepEqual(announced.addresses, ['tcp://10.0.0.7:7011', 'ws://10.0.0.7:7010/ws']);
    assert.deepEqual(
      announced.wires.map(({ scheme }) => scheme),
      ['say', 'cim'],
    );
    assert.deepEqual(readAsOld(encodeAnnouncement(announced)), { host: '10.0.0.7', port: 11_211 });
  });
});
