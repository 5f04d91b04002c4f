/**
 * Signature Version 4, as a server checks it ("Authenticating Requests: Using the Authorization Header" in the reference of
 * Amazon S3's API). Independent of the library that signs.
 */
import { createHash, createHmac } from 'node:crypto';

export interface SignedRequest {
  readonly method: string;
  /** As sent: path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, *SignedHeaders=([^,]+), *Signature=([0-9a-f]{64})$/;

/** The code of the error, or undefined if the request is signed as it must be. */
export function signatureProblem(
  request: SignedRequest,
  known: { readonly accessKeyId: string; readonly secretAccessKey: string },
): string | undefined {
  const parts = AUTHORIZATION.exec(request.headers['authorization'] ?? '');
  if (parts === null) return 'AccessDenied';
  const [, accessKeyId, day = '', region = '', names = '', signature] = parts;
  if (accessKeyId !== known.accessKeyId) return 'InvalidAccessKeyId';
  const keys = [day, region, 's3', 'aws4_request'];
  const key = keys.reduce<string | Buffer>(
    (secret, part) => hmac(secret, part),
    `AWS4${known.secretAccessKey}`,
  );
  const text = [
    'AWS4-HMAC-SHA256',
    request.headers['x-amz-date'] ?? '',
    keys.join('/'),
    sha256(canonical(request, names)),
  ].join('\n');
  return hmac(key, text).toString('hex') === signature ? undefined : 'SignatureDoesNotMatch';
}

function canonical({ method, url, headers }: SignedRequest, names: string): string {
  const [path = '', query = ''] = url.split('?');
  const parameters = query
    .split('&')
    .filter(Boolean)
    .map((parameter) => (parameter.includes('=') ? parameter : `${parameter}=`));
  return [
    method,
    path,
    parameters.toSorted().join('&'),
    ...names.split(';').map((name) => `${name}:${(headers[name] ?? '').trim()}`),
    '',
    names,
    headers['x-amz-content-sha256'] ?? '',
  ].join('\n');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
