/**
 * TLS certificates of clients: whom they name, and why one does not count (docs/adr/0052).
 *
 * @module
 */
import type { TLSSocket } from 'node:tls';
import { PosthornError } from '@posthorn/protocol';
import type { ClientCertificate } from '../router/router.ts';

/** PEM files that say which certificates of clients count. */
export interface TrustPaths {
  /** Of those who sign them. */
  readonly ca: string;
  /** Of those that are revoked, one list for each CA. */
  readonly crl: string | undefined;
}

/** Their texts, one for each certificate and list, as options of a TLS server. */
export interface TrustedFiles {
  readonly ca: string[];
  readonly crl?: string[];
  readonly secureOptions: number;
}

/** What a listener asks of its clients. */
export interface AskedCertificates extends TrustPaths {
  /** Where the certificate says who it is: the common name of its subject, or its one DNS name. */
  readonly named: 'cn' | 'dns';
  /** Nobody is let in without one. */
  readonly isRequired: boolean;
}

/** What OpenSSL says of certificates, in words for whoever has one. */
const WORDS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'the certificate has expired: get a new one',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet: look at the clocks',
  CERT_REVOKED: 'the certificate was revoked',
  CRL_HAS_EXPIRED: 'the list of revoked certificates is too old: the operator has to renew it',
  UNABLE_TO_GET_CRL: 'there is no list of revoked certificates of this CA: the operator has to add it',
  INVALID_PURPOSE: 'the certificate is not one for clients',
};
const FOREIGN = 'no CA that this server trusts has signed the certificate';

const MISSING = refusal('this server takes only clients with a certificate');

/** The certificate that a client has shown, or why it does not count. Undefined: it has none, and needs none. */
export function certificateOf(
  socket: TLSSocket,
  { named, isRequired }: AskedCertificates,
): ClientCertificate | PosthornError | undefined {
  const { subject, subjectaltname = '', valid_to: until } = socket.getPeerCertificate();
  if (until === undefined) return isRequired ? MISSING : undefined;
  if (!socket.authorized) {
    // Whatever the types say, it is the code of the error.
    const code = String(socket.authorizationError);
    return refusal(`${WORDS[code] ?? FOREIGN} (${code})`);
  }
  const names = named === 'cn' ? [subject?.CN ?? []].flat() : dnsNames(subjectaltname);
  const [name = ''] = names;
  if (names.length === 1 && name !== '') return { name, validUntil: Date.parse(until) };
  const place = named === 'cn' ? 'common name' : 'DNS name';
  return refusal(`the certificate has ${names.length} times a ${place}; it must have one, that of the user`);
}

/** Values with odd characters are quoted as in JSON. */
function dnsNames(subjectAltName: string): readonly string[] {
  const parts = subjectAltName.match(/\w[\w ]*:(?:"(?:[^"\\]|\\.)*"|[^",])*/g) ?? [];
  return parts.filter((part) => part.startsWith('DNS:')).map((part) => part.slice('DNS:'.length));
}

function refusal(message: string): PosthornError {
  return new PosthornError('BAD_CREDENTIALS', message);
}
