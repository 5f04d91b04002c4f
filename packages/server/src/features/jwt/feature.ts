/**
 * Logging in by JWT: a product's backend says who its users are.
 *
 * @module
 */
import type { Feature } from '../../router/feature.ts';
import { checkJwt, JWT_OPTIONS } from './options.ts';
import { jwtWays } from './way.ts';

export const JWT = {
  name: 'jwt',
  options: { table: JWT_OPTIONS, check: checkJwt },
  loginWays: jwtWays,
} as const satisfies Feature;
