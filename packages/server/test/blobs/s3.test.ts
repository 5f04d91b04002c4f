import { describe, it } from 'node:test';
import { blobConformance } from '../../src/conformance/index.ts';
import { MIB } from '../../src/conformance/blobs/case.ts';
import { openS3 } from './support/s3.ts';
import { refuse } from './support/s3-server.ts';
import type { Middleware } from './support/s3-server.ts';

blobConformance({ describe, it }, { name: 'S3', open: () => openS3(), openSmall: () => openS3(quota) });

const QUOTA_BYTES = 24 * MIB;

/** A server that takes no more than QUOTA_BYTES in all. */
function quota(): Middleware {
  let used = 0;
  return async (exchange, next) => {
    const bytes = exchange.method === 'PUT' ? Number(exchange.headers['content-length'] ?? 0) : 0;
    if (used + bytes > QUOTA_BYTES) return refuse(exchange, 507, 'InsufficientStorage');
    used += bytes;
    return next();
  };
}
