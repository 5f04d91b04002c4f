/**
 * A server that lets CIM's own clients in, and those who come to it with CIM's calls.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { Config } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess, InProcessOptions } from '@posthorn/testing/in-process';
import { callCim, CimConnection } from './cim-client.ts';
import type { CimAnswer } from './cim-client.ts';
import { beat } from '@posthorn/testing/beat';

export interface CimGuest {
  readonly id: number;
  readonly wire: CimConnection;
}

export class CimPlace {
  readonly #place: InProcess;
  readonly #wires: CimConnection[] = [];

  private constructor(place: InProcess) {
    this.#place = place;
  }

  static async start(changes: Partial<Config> = {}, parts: InProcessOptions = {}): Promise<CimPlace> {
    return new CimPlace(await startInProcess({ cim: true, cimPort: 0, ...changes }, parts));
  }

  get server(): InProcess['server'] {
    return this.#place.server;
  }

  get httpUrl(): string {
    return this.#place.httpUrl;
  }

  get tcpUrl(): string {
    return this.#place.tcpUrl;
  }

  /** The port of CIM's wire. */
  get port(): number {
    return this.server.ports['cim'] ?? 0;
  }

  call(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<CimAnswer> {
    return callCim(this.httpUrl, path, body, headers);
  }

  /** The account's id; the same name again is the same account. */
  async register(userName: string): Promise<number> {
    const { code, dataBody } = await this.call('/registerAccount', { userName, reqNo: '1', timeStamp: 1 });
    assert.equal(code, '9000');
    const account = dataBody as { readonly userId: number; readonly userName: string };
    assert.equal(account.userName, userName);
    return account.userId;
  }

  /** Registers, logs in by HTTP, and connects. Resolves when the server counts them as online. */
  async come(userName: string): Promise<CimGuest> {
    const id = await this.register(userName);
    const { code, dataBody } = await this.call('/login', { userId: id, userName });
    assert.equal(code, '9000');
    const { ip, cimServerPort } = dataBody as { readonly ip: string; readonly cimServerPort: number };
    assert.equal(ip, '127.0.0.1');
    const wire = await CimConnection.login(cimServerPort, id, userName);
    this.#wires.push(wire);
    while (!(await this.#isOnline(id))) await beat();
    return { id, wire };
  }

  /** Closes the connections of all who have come. */
  part(): void {
    for (const wire of this.#wires.splice(0)) wire.close();
  }

  close(): Promise<void> {
    return this.server.close();
  }

  async #isOnline(id: number): Promise<boolean> {
    const { dataBody } = await this.call('/onlineUser');
    return (dataBody as readonly { readonly userId: number }[]).some(({ userId }) => userId === id);
  }
}
