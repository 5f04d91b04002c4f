/** The audit: what is recorded, by whom, and who may read it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { AuditRecord } from '@posthorn/protocol';
import type { Config } from '@posthorn/server';
import { REQUESTS } from './support/access-matrix.ts';
import { SAMPLES } from './support/access-samples.ts';
import type { World } from './support/access-world.ts';
import { inhabited } from './support/inhabited.ts';
import type { Inhabited } from './support/inhabited.ts';
import { codeOf } from './support/people.ts';
import type { Person } from './support/people.ts';
import { SteppedClock } from './support/stepped-clock.ts';

interface Stage extends Inhabited {
  readonly clock: SteppedClock;
  readonly ann: Person;
}

/** Ann is the administrator. */
async function open(t: TestContext, config: Partial<Config> = {}): Promise<Stage> {
  const clock = new SteppedClock();
  const { place, people } = await inhabited(t, config, { clock });
  return { place, people, clock, ann: await people.join('ann') };
}

/** What a record says, but for ids and times: "event code actor→user details". */
function told({ event, code, actor, user, count, details }: AuditRecord): string {
  const facts = details
    .filter(({ name }) => !['session', 'ended', 'replaced'].includes(name))
    .map(({ name, value }) => `${name}=${value}`);
  const often = count > 1 ? [`×${count}`] : [];
  return [event, ...(code === '' ? [] : [code]), `${actor}→${user}`, ...facts, ...often].join(' ');
}

/** Oldest first. */
async function audit({ ann, clock }: Stage, filter: object = {}): Promise<readonly string[]> {
  // What is counted is written after a moment.
  await clock.pass(5000);
  const { records } = await ann.client.call('listAudit', { limit: 200, ...filter });
  return records.toReversed().map(told);
}

describe('the audit keeps', () => {
  it('accounts, logins, and what ends them', async (t) => {
    const stage = await open(t);
    const { ann, people } = stage;
    const bob = await people.join('bob');
    const again = await people.join('bob', { isWeb: true });
    await again.client.call('logout', {});
    await bob.client.call('changePassword', { oldPassword: 'pw', newPassword: 'new' });
    await codeOf(bob.client.call('changePassword', { oldPassword: 'pw', newPassword: 'newer' }));
    const [a, b] = [ann.id, bob.id];
    assert.deepEqual(await audit(stage), [
      `register 0→${a} administrator=true`,
      `register 0→${a} device=unspecified`,
      `register 0→${b} administrator=false`,
      `register 0→${b} device=unspecified`,
      `login 0→${b} device=unspecified`,
      `logout ${b}→${b}`,
      `changePassword ${b}→${b}`,
      `register NAME_TAKEN 0→0`,
      `changePassword BAD_CREDENTIALS ${b}→0`,
    ]);
  });

  it('what administrators do, and what others try', async (t) => {
    const stage = await open(t);
    const { ann, people } = stage;
    const bob = await people.join('bob');
    const [a, b] = [ann.id, bob.id];
    const { records } = await ann.client.call('listAudit', { limit: 1 });
    await codeOf(bob.client.call('resetPassword', { user: a, newPassword: 'mine' }));
    await codeOf(ann.client.call('setAdministrator', { user: a, administrator: false }));
    await bob.client.call('reportAbuse', { user: a, reason: 'rude' });
    const { reports } = await ann.client.call('listReports', {});
    await ann.client.call('settleReport', { report: reports[0]?.id ?? 0, resolution: 'talked to them' });
    await ann.client.call('setAdministrator', { user: b, administrator: true });
    await ann.client.call('setAdministrator', { user: b, administrator: false });
    assert.equal(await bob.dismissed(), 'SESSION_REVOKED');
    await ann.client.call('disableUser', { user: b, disabled: true });
    await ann.client.call('resetPassword', { user: b, newPassword: 'fresh' });
    assert.deepEqual(await audit(stage, { after: records[0]?.id ?? 0 }), [
      `settleReport ${a}→0 report=1`,
      `setAdministrator ${a}→${b} admin=true`,
      `setAdministrator ${a}→${b} admin=false`,
      `setAdministrator ${a}→${b}`,
      `disableUser ${a}→${b} disabled=true`,
      `resetPassword ${a}→${b}`,
      `listAudit ${a}→0`,
      `resetPassword FORBIDDEN ${b}→0`,
      `setAdministrator INVALID ${a}→${a}`,
      `listReports ${a}→0`,
    ]);
  });

  it('every request for administrators that somebody else makes', async (t) => {
    const stage = await open(t);
    const bob = await stage.people.join('bob');
    const world = { other: stage.ann.id } as World;
    const forbidden = (Object.keys(SAMPLES) as (keyof typeof SAMPLES)[]).filter((name) => {
      const { outsider, administrator } = REQUESTS.get(name) ?? {};
      return outsider === 'FORBIDDEN' && administrator !== 'FORBIDDEN';
    });
    assert.ok(forbidden.length >= 7);
    for (const name of forbidden) {
      assert.equal(
        await codeOf(bob.client.call(name as 'listNodes', SAMPLES[name](world) as object)),
        'FORBIDDEN',
      );
    }
    const found = await audit(stage);
    for (const name of forbidden) assert.ok(found.includes(`${name} FORBIDDEN ${bob.id}→0`), name);
  });

  it('who takes along what is kept about somebody, and gives them what it keeps itself', async (t) => {
    const stage = await open(t);
    const { place, ann, people } = stage;
    const bob = await people.join('bob');
    const exported = async (name: string): Promise<string> => {
      const headers = { authorization: `Bearer ${await people.tokenOf(name)}` };
      return (await fetch(`${place.httpUrl}/v1/admin/users/${bob.id}/export`, { headers })).text();
    };
    assert.match(await exported('bob'), /FORBIDDEN/);
    const lines = (await exported('ann')).split('\n').filter((line) => line.includes('"type":"audit"'));
    assert.ok(lines.some((line) => line.includes('"event":"register"')));
    const found = await audit(stage, { event: 'exportUser' });
    assert.deepEqual(found, [`exportUser FORBIDDEN ${bob.id}→0`, `exportUser ${ann.id}→${bob.id}`]);
  });

  it('refused logins by account and address, and no name or password of them', async (t) => {
    const stage = await open(t);
    const { ann, place } = stage;
    const log = async (name: string): Promise<number> => {
      const body = JSON.stringify({ name, password: 'a-secret-guess' });
      const headers = { 'content-type': 'application/json' };
      return (await fetch(`${place.httpUrl}/v1/login`, { method: 'POST', headers, body })).status;
    };
    for (let i = 0; i < 7; i++) await log('ann');
    for (let i = 0; i < 5; i++) await log(`a-secret-name-${i}`);
    const found = await audit(stage, { event: 'login' });
    const [known = '', throttled = '', unknown = ''] = found;
    assert.equal(found.length, 3);
    assert.match(known, new RegExp(`^login BAD_CREDENTIALS 0→${ann.id} ×[56]$`));
    assert.match(throttled, new RegExp(`^login RATE_LIMITED 0→${ann.id}`));
    assert.equal(unknown, 'login BAD_CREDENTIALS 0→0 ×5');
    const { records } = await ann.client.call('listAudit', {});
    assert.ok(!JSON.stringify(records).includes('secret'));
    assert.ok(records.every(({ address }) => address === '127.0.0.1'));
  });
});

describe('the audit is read', () => {
  it('over REST by administrators, page by page', async (t) => {
    const { place, people } = await open(t);
    for (const name of ['bob', 'cleo', 'dan']) await people.join(name);
    const get = async (token: string, query: string): Promise<{ status: number; body: Page }> => {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await fetch(`${place.httpUrl}/v1/admin/audit?${query}`, { headers });
      return { status: answer.status, body: (await answer.json()) as Page };
    };
    const [ann, bob] = [await people.tokenOf('ann'), await people.tokenOf('bob')];
    assert.equal((await get(bob, '')).status, 403);
    const ids: number[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const { body }: { body: Page } = await get(ann, `event=register&limit=3&cursor=${cursor}`);
      ids.push(...body.records.map(({ id }) => id));
      cursor = body.next === '' ? undefined : body.next;
    }
    assert.equal(ids.length, 8);
    assert.deepEqual(
      ids,
      ids.toSorted((a, b) => b - a),
    );
  });

  it('and forgets what is older than the retention', async (t) => {
    const stage = await open(t, { auditRetention: 60_000 });
    assert.equal((await audit(stage)).length, 2);
    await stage.clock.pass(3_600_000);
    // The server has taken the silent connection for dead. Who joins again tries to register first, and that is kept.
    const ann = await stage.people.join('ann', { isWeb: true });
    assert.deepEqual(await audit({ ...stage, ann }, { event: 'register' }), ['register NAME_TAKEN 0→0']);
  });
});

interface Page {
  readonly records: readonly { readonly id: number }[];
  readonly next: string;
}
