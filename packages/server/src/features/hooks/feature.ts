/**
 * Before-hooks: somebody is asked before something happens, who allows it, refuses it, or changes what is said.
 *
 * @module
 */
import type { Feature } from '../../router/feature.ts';
import { before } from './before.ts';
import { checkHookOptions, HOOK_OPTIONS } from './options.ts';

export const HOOKS = {
  name: 'hooks',
  options: { table: HOOK_OPTIONS, check: checkHookOptions },
  before,
} as const satisfies Feature;
