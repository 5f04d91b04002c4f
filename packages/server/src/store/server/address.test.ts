import assert from 'node:assert/strict';
import { it } from 'node:test';
import { DatabaseAddress } from './address.ts';

it('a Unix socket stands in the place of the host', () => {
  const url = 'postgres://posthorn@%2Frun%2Fpostgresql:5433/chat?pool=2';
  const address = new DatabaseAddress(url);
  assert.deepEqual([address.host, address.port, address.user], ['/run/postgresql', 5433, 'posthorn']);
  assert.deepEqual([address.isSocket, address.isExposed], [true, false]);
  assert.equal(String(address), 'postgres://posthorn@%2Frun%2Fpostgresql:5433/chat');
  assert.throws(() => new DatabaseAddress(`${url}&sslmode=require`), /a Unix socket, which has no TLS/);
});

it('a name and an IPv6 address are no socket', () => {
  assert.equal(new DatabaseAddress('mysql://u@db.example.com/chat').isSocket, false);
  assert.equal(String(new DatabaseAddress('postgres://u:pw@[::1]/chat')), 'postgres://u@[::1]:5432/chat');
});
