/** Clients behind proxies: what is bounded by address is bounded for each of them, and only named proxies are believed. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { TestContext } from 'node:test';
import type { Config } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { RawClient } from '@posthorn/testing/raw-client';

const ONE_EACH = { registrationsPerHour: 1 } as const;
const PROXIED = { ...ONE_EACH, trustedProxies: ['127.0.0.0/8'] } as const;

async function start(t: TestContext, config: Partial<Config>): Promise<InProcess> {
  const place = await startInProcess(config);
  t.after(() => place.server.close());
  return place;
}

/** The status with which somebody registers over HTTP, through a proxy that says this. */
async function overHttp({ httpUrl }: InProcess, name: string, forwardedFor: string): Promise<number> {
  const { status } = await fetch(`${httpUrl}/v1/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': forwardedFor },
    body: JSON.stringify({ name, password: 'pw' }),
  });
  return status;
}

async function register(client: RawClient, name: string): Promise<string> {
  try {
    await client.hello();
    return await client.code({ case: 'register', value: { name, password: 'pw' } });
  } finally {
    client.close();
  }
}

it('X-Forwarded-For of a named proxy tells clients apart', async (t) => {
  const place = await start(t, PROXIED);
  assert.equal(await overHttp(place, 'romeo', '203.0.113.1'), 200);
  assert.equal(await overHttp(place, 'juliet', '203.0.113.2'), 200);
  assert.equal(await overHttp(place, 'mercutio', '203.0.113.1'), 429);
  // What a client has written there itself stands to the left of what the proxy adds.
  assert.equal(await overHttp(place, 'mercutio', '198.51.100.9, 203.0.113.1'), 429);
  // A second proxy is named too.
  assert.equal(await overHttp(place, 'mercutio', '203.0.113.1, 127.0.0.9'), 429);
  assert.equal(await overHttp(place, 'mercutio', '203.0.113.3, 127.0.0.9'), 200);
  const headers = { 'x-forwarded-for': '203.0.113.3' };
  assert.equal(
    await register(await RawClient.overWebSocket(place.httpUrl, headers), 'nurse'),
    'RATE_LIMITED',
  );
});

it('of anybody else it is ignored', async (t) => {
  for (const trustedProxies of [[], ['10.0.0.0/8', '::1']]) {
    const place = await start(t, { ...ONE_EACH, trustedProxies });
    assert.equal(await overHttp(place, 'romeo', '203.0.113.1'), 200);
    assert.equal(await overHttp(place, 'juliet', '203.0.113.2'), 429);
    const headers = { 'x-forwarded-for': '203.0.113.3' };
    const client = await RawClient.overWebSocket(place.httpUrl, headers);
    assert.equal(await register(client, 'nurse'), 'RATE_LIMITED');
  }
});

it('the PROXY protocol does so over TCP, in both versions, byte by byte', async (t) => {
  const place = await start(t, { ...PROXIED, proxyProtocol: true });
  const through = async (header: Buffer): Promise<RawClient> => {
    const client = await RawClient.connect(place.tcpUrl);
    client.isTrickling = true;
    client.write(header);
    return client;
  };
  const first = Buffer.from('PROXY TCP4 203.0.113.1 10.0.0.1 50123 7011\r\n');
  const second = Buffer.from('0d0a0d0a000d0a515549540a2111000ccb0071020a000001c3cb1b63', 'hex');
  assert.equal(await register(await through(first), 'romeo'), 'OK');
  assert.equal(await register(await through(second), 'juliet'), 'OK');
  assert.equal(await register(await through(first), 'mercutio'), 'RATE_LIMITED');
  assert.equal(await register(await through(second), 'mercutio'), 'RATE_LIMITED');
  const bare = await RawClient.connect(place.tcpUrl);
  bare.write(Buffer.from('\x0a nobody says whose this is'));
  await bare.until(() => bare.isClosed);
});

it('who is no named proxy needs no header', async (t) => {
  const place = await start(t, { ...ONE_EACH, trustedProxies: ['10.0.0.0/8'], proxyProtocol: true });
  assert.equal(await register(await RawClient.connect(place.tcpUrl), 'romeo'), 'OK');
});
