/**
 * The operator commands besides `start`.
 *
 * @module
 */
import { ADMIN } from './admin.ts';
import { BACKUP } from './backup.ts';
import { CHECK_FILES } from './check-files.ts';
import type { OperateCommand } from './command.ts';
import { PROMOTE } from './promote.ts';
import { RESTORE } from './restore.ts';
import { SECRETS_KEY } from './secrets-key.ts';

export const OPERATE_COMMANDS: readonly OperateCommand[] = [
  ADMIN,
  BACKUP,
  RESTORE,
  PROMOTE,
  CHECK_FILES,
  SECRETS_KEY,
];
export { runOperate } from './command.ts';
export { systemClock } from '../system.ts';
