/**
 * A CA that signs certificates of clients, and revokes them. It needs openssl.
 *
 * @module
 */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

export interface ClientKeys {
  readonly cert: string;
  readonly key: string;
}

export interface Wanted {
  /** As openssl writes it: `/CN=romeo`. */
  readonly subject: string;
  /** DNS names. */
  readonly names?: readonly string[];
  readonly hasExpired?: true;
}

const SETTINGS = `[ca]
default_ca = own
[own]
database = index.txt
new_certs_dir = issued
serial = serial
default_md = sha256
policy = anything
unique_subject = no
default_crl_days = 2
copy_extensions = copy
string_mask = utf8only
[anything]
commonName = optional
organizationName = optional
[req]
distinguished_name = none
string_mask = utf8only
utf8 = yes
[none]
`;
const NEW_KEY =
  'req -utf8 -config ca.conf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -multivalue-rdn'.split(' ');

export class ClientCa {
  readonly #folder: string;
  #last = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Undefined: openssl is not installed, and the test is skipped. Its files go away with the test. */
  static async make(t: Pick<TestContext, 'after' | 'skip'>): Promise<ClientCa | undefined> {
    const folder = await mkdtemp(join(tmpdir(), 'posthorn-ca-'));
    t.after(() => rm(folder, { recursive: true }));
    const ca = new ClientCa(folder);
    await mkdir(join(folder, 'issued'));
    await writeFile(join(folder, 'index.txt'), '');
    await writeFile(join(folder, 'serial'), '01\n');
    await writeFile(join(folder, 'ca.conf'), SETTINGS);
    try {
      ca.#openssl([
        ...NEW_KEY,
        ...'-x509 -days 2 -subj /CN=Devices -keyout ca.key -out ca.pem'.split(' '),
        ...'-addext basicConstraints=critical,CA:TRUE'.split(' '),
      ]);
    } catch {
      t.skip('openssl is not installed');
      return undefined;
    }
    ca.#list();
    return ca;
  }

  /** Of its own certificate. */
  get path(): string {
    return join(this.#folder, 'ca.pem');
  }

  /** Of the list of what it has revoked. */
  get listPath(): string {
    return join(this.#folder, 'crl.pem');
  }

  async issue({ subject, names = [], hasExpired }: Wanted): Promise<ClientKeys> {
    const name = `client-${(this.#last += 1)}`;
    const alternatives = names.map((each) => `DNS:${each}`).join(',');
    this.#openssl([
      ...NEW_KEY,
      '-subj',
      subject,
      ...`-keyout ${name}.key -out ${name}.csr`.split(' '),
      ...(alternatives === '' ? [] : ['-addext', `subjectAltName=${alternatives}`]),
    ]);
    const past = ['-startdate', '20200101000000Z', '-enddate', '20200102000000Z'];
    this.#openssl([
      ...'ca -batch -utf8 -config ca.conf -cert ca.pem -keyfile ca.key -notext'.split(' '),
      ...`-in ${name}.csr -out ${name}.pem`.split(' '),
      ...(hasExpired === true ? past : ['-days', '2']),
    ]);
    const text = (ending: string): Promise<string> => readFile(join(this.#folder, name + ending), 'utf8');
    return { cert: await text('.pem'), key: await text('.key') };
  }

  async revoke({ cert }: ClientKeys): Promise<void> {
    await writeFile(join(this.#folder, 'revoked.pem'), cert);
    this.#openssl('ca -config ca.conf -cert ca.pem -keyfile ca.key -revoke revoked.pem'.split(' '));
    this.#list();
  }

  #list(): void {
    this.#openssl('ca -config ca.conf -cert ca.pem -keyfile ca.key -gencrl -out crl.pem'.split(' '));
  }

  #openssl(args: readonly string[]): void {
    execFileSync('openssl', args, { cwd: this.#folder, stdio: 'pipe' });
  }
}
