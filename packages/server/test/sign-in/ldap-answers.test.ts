/** What directories say besides yes and no, and who may say it. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { PosthornError } from '@posthorn/protocol';
import { MissingProgramError, startSlapd } from '@posthorn/services';
import type { Slapd } from '@posthorn/services';
import type { DirectorySettings } from '../../src/features/ldap/directories-file.ts';
import { Directory } from '../../src/features/ldap/directory.ts';
import { silentLogger } from '../../src/logger.ts';
import type { ExternalIdentity } from '../../src/router/login-way.ts';
import { systemClock } from '../../src/system.ts';
import { FakeDirectory } from './support/fake-directory.ts';
import type { Result } from './support/fake-directory.ts';
import { ldifOf, LOOKER, PASSWORD, PEOPLE, SLAPD, SUFFIX } from './support/verona.ts';

const ASKER = { address: '127.0.0.1', connection: 1 };

function settings(changes: Partial<DirectorySettings>): DirectorySettings {
  return {
    id: 'corp',
    title: 'Verona Corp',
    urls: [],
    startTls: false,
    ca: undefined,
    // No test waits for it.
    timeoutMs: 60_000,
    access: { kind: 'search', ...LOOKER },
    base: `ou=people,${SUFFIX}`,
    filter: '(uid={name})',
    attributes: { subject: 'entryUUID', name: 'uid', displayName: 'cn', email: 'mail' },
    requiredGroup: undefined,
    adminGroup: undefined,
    register: true,
    update: true,
    linkByName: false,
    linkByEmail: false,
    sessionMs: undefined,
    ...changes,
  };
}

function logIn(
  changes: Partial<DirectorySettings>,
  name = 'juliet',
  password = PASSWORD,
): Promise<ExternalIdentity | undefined> {
  const place = { clock: systemClock, logger: silentLogger };
  return new Directory(settings(changes), place).logIn(name, password, ASKER);
}

describe('Active Directory', () => {
  let directory: FakeDirectory;
  before(async () => {
    directory = await FakeDirectory.start(LOOKER.dn);
  });
  beforeEach(() => {
    directory.binds.length = 0;
    directory.answer = [0, ''];
    directory.entry = { dn: 'cn=Juliet', attributes: { uid: 'juliet', entryUUID: 'u1', cn: 'Juliet' } };
  });
  after(() => directory.close());

  const says = (data: string): Result => [
    49,
    `80090308: LdapErr: DSID-0C090439, comment: AcceptSecurityContext error, data ${data}, v4563`,
  ];
  const refused: readonly (readonly [
    what: string,
    answer: Result | undefined,
    refusal: object | undefined,
  ])[] = [
    ['a wrong password', says('52e'), undefined],
    ['somebody who is not there', says('525'), undefined],
    ['a wrong password of another server', [49, ''], undefined],
    ['an entry without a password', [48, ''], undefined],
    ['hours in which nobody works', says('530'), { code: 'FORBIDDEN', reason: 'directory-refuses' }],
    ['an expired password', says('532'), { code: 'BAD_CREDENTIALS', reason: 'directory-password-expired' }],
    [
      'a password to be changed',
      says('773'),
      { code: 'BAD_CREDENTIALS', reason: 'directory-password-expired' },
    ],
    ['a disabled account', says('533'), { code: 'ACCOUNT_DISABLED' }],
    ['an expired account', says('701'), { code: 'ACCOUNT_DISABLED' }],
    ['a locked account', says('775'), { code: 'BAD_CREDENTIALS', reason: 'directory-locked' }],
    ['a locked account of another server', [19, ''], { code: 'BAD_CREDENTIALS', reason: 'directory-locked' }],
    ['a disabled account of another server', [53, ''], { code: 'ACCOUNT_DISABLED' }],
    ['a wish for TLS', [8, ''], { code: 'UNAVAILABLE', reason: 'directory-down' }],
    ['too much to do', [51, ''], { code: 'UNAVAILABLE', reason: 'directory-down' }],
    ['nothing', undefined, { code: 'UNAVAILABLE', reason: 'directory-down' }],
  ];
  for (const [what, answer, refusal] of refused) {
    it(`says ${what}`, async () => {
      directory.answer = answer;
      const login = logIn({ urls: [directory.url] });
      if (refusal === undefined) assert.equal(await login, undefined);
      else await assert.rejects(login, refusal);
    });
  }

  it('is asked nothing about an empty password, and no bind as nobody is a login', async () => {
    assert.equal(await logIn({ urls: [directory.url] }, 'juliet', ''), undefined);
    assert.equal(await logIn({ urls: [directory.url] }, 'juliet', '\0 and more'), undefined);
    assert.deepEqual(directory.binds, []);
    directory.entry = { ...directory.entry, dn: '' };
    assert.equal(await logIn({ urls: [directory.url] }), undefined);
    assert.deepEqual(directory.binds, [LOOKER.dn]);
  });

  it('lets in nobody without a subject, nor anybody by another name', async () => {
    directory.entry = { dn: 'cn=Juliet', attributes: { uid: 'juliet' } };
    await assert.rejects(logIn({ urls: [directory.url] }), { reason: 'directory-refuses' });
    directory.entry = { dn: 'cn=Tybalt', attributes: { uid: 'tybalt', entryUUID: 'u2' } };
    assert.equal(await logIn({ urls: [directory.url] }), undefined);
  });

  it('binds people by their principal names, and reads nobody else', async () => {
    const access = {
      kind: 'direct',
      template: { kind: 'principal', text: '{name}@verona.example', attribute: 'userPrincipalName' },
    } as const;
    const attributes = { entryUUID: 'u1', userPrincipalName: 'Juliet@verona.example', uid: 'j' };
    directory.entry = { dn: 'cn=Juliet', attributes };
    assert.equal((await logIn({ urls: [directory.url], access }))?.subject, 'u1');
    assert.deepEqual(directory.binds, ['juliet@verona.example']);
    directory.entry = {
      dn: 'cn=Juliet',
      attributes: { ...attributes, userPrincipalName: 'x@verona.example' },
    };
    assert.equal(await logIn({ urls: [directory.url], access }), undefined);
  });

  it('is asked at the next address where one does not answer', async () => {
    const urls = [new URL('ldap://127.0.0.1:1'), directory.url];
    assert.equal((await logIn({ urls }))?.subject, 'u1');
  });

  it('is not asked elsewhere after an answer', async () => {
    directory.answer = [8, ''];
    const other = await FakeDirectory.start(LOOKER.dn);
    await assert.rejects(logIn({ urls: [directory.url, other.url] }), PosthornError);
    assert.deepEqual(other.binds, []);
    other.close();
  });
});

const folder = mkdtempSync(join(tmpdir(), 'posthorn-ldap-'));
const started = await slapdWithTls();

/** A string says why there is none. */
async function slapdWithTls(): Promise<{ readonly service: Slapd; readonly ca: string } | string> {
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const options = 'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost'.split(' ');
  const names = ['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  try {
    execFileSync('openssl', [...options, ...names, '-keyout', key, '-out', cert], { stdio: 'pipe' });
  } catch {
    return 'openssl is not installed';
  }
  const ca = readFileSync(cert, 'utf8');
  try {
    const ldif = ldifOf(Object.values(PEOPLE));
    const tls = { cert: ca, key: readFileSync(key, 'utf8') };
    return { service: await startSlapd({ ...SLAPD, ldif, tls }), ca };
  } catch (error) {
    if (error instanceof MissingProgramError) return error.message;
    throw error;
  }
}

after(async () => {
  if (typeof started !== 'string') await started.service.remove();
  rmSync(folder, { recursive: true });
});

describe('a directory over TLS', { skip: typeof started === 'string' && started }, () => {
  const { service, ca } = started as Exclude<typeof started, string>;
  const plain = new URL(service.url);
  const secure = new URL(service.secureUrl);
  const named = (url: URL): URL => new URL(url.href.replace('127.0.0.1', 'localhost'));

  it('is asked by ldaps and by StartTLS, with its certificate', async () => {
    for (const url of [secure, named(secure)])
      assert.equal((await logIn({ urls: [url], ca }))?.name, 'juliet', url.href);
    for (const url of [plain, named(plain)])
      assert.equal((await logIn({ urls: [url], ca, startTls: true }))?.name, 'juliet', url.href);
  });

  it('is asked nothing where nobody vouches for it', async () => {
    await assert.rejects(logIn({ urls: [secure] }), { code: 'UNAVAILABLE' });
    await assert.rejects(logIn({ urls: [plain], startTls: true }), { code: 'UNAVAILABLE' });
  });

  it('is down for people while the account that looks is not let in', async () => {
    const access = { kind: 'search', dn: LOOKER.dn, password: 'another' } as const;
    await assert.rejects(logIn({ urls: [secure], ca, access }), { reason: 'directory-down' });
  });
});
