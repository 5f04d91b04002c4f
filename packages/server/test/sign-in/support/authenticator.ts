/**
 * A passkey in software: answers as a browser's PublicKeyCredential.toJSON() does.
 *
 * @module
 */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

const PRESENT_AND_NEW = 0x41;
const PRESENT = 0x01;

export interface Tampering {
  readonly origin?: string;
  readonly challenge?: string;
}

export class Authenticator {
  readonly #privateKey: KeyObject;
  readonly #cose: Buffer;
  readonly #id = randomBytes(16);
  readonly #origin: string;
  /** 0: it has none. */
  counter: number;

  constructor(origin: string, counter = 1) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    this.#privateKey = privateKey;
    // RFC 9053 §7.1: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}.
    this.#cose = Buffer.concat([
      Buffer.from('a50102032620012158', 'hex'),
      sized(Buffer.from(x, 'base64url')),
      Buffer.from('2258', 'hex'),
      sized(Buffer.from(y, 'base64url')),
    ]);
    this.#origin = origin;
    this.counter = counter;
  }

  /** Answers PublicKeyCredentialCreationOptionsJSON. */
  create(options: string, { origin = this.#origin }: Tampering = {}): string {
    const { challenge, rp } = JSON.parse(options) as { challenge: string; rp: { id: string } };
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.#id.length);
    const authData = Buffer.concat([
      this.#authenticatorData(rp.id, PRESENT_AND_NEW),
      Buffer.alloc(16),
      length,
      this.#id,
      this.#cose,
    ]);
    // CBOR: {"fmt": "none", "attStmt": {}, "authData": bytes}.
    const attestation = Buffer.concat([
      Buffer.from('a363666d74646e6f6e656761747453746d74a0686175746844617461', 'hex'),
      Buffer.from([0x58]),
      sized(authData),
    ]);
    return this.#credential({
      clientDataJSON: clientData('webauthn.create', challenge, origin).toString('base64url'),
      attestationObject: attestation.toString('base64url'),
      transports: ['internal', 'from the future'],
    });
  }

  /** Answers PublicKeyCredentialRequestOptionsJSON. */
  answer(options: string, tampering: Tampering = {}): string {
    const { challenge: asked, rpId } = JSON.parse(options) as { challenge: string; rpId: string };
    const { challenge = asked, origin = this.#origin } = tampering;
    const data = clientData('webauthn.get', challenge, origin);
    const authenticatorData = this.#authenticatorData(rpId, PRESENT);
    const signed = Buffer.concat([authenticatorData, createHash('sha256').update(data).digest()]);
    return this.#credential({
      clientDataJSON: data.toString('base64url'),
      authenticatorData: authenticatorData.toString('base64url'),
      signature: sign('sha256', signed, this.#privateKey).toString('base64url'),
    });
  }

  #authenticatorData(domain: string, flags: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    return Buffer.concat([createHash('sha256').update(domain).digest(), Buffer.from([flags]), counter]);
  }

  #credential(response: object): string {
    const id = this.#id.toString('base64url');
    return JSON.stringify({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response });
  }
}

function clientData(type: string, challenge: string, origin: string): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
}

/** Bytes with their length, below 256, in front. */
function sized(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}
