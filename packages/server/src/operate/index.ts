/**
 * The operator commands besides `start`.
 *
 * @module
 */
import { BACKUP } from './backup.ts';
import type { OperateCommand } from './command.ts';
import { PROMOTE } from './promote.ts';
import { RESTORE } from './restore.ts';

export const OPERATE_COMMANDS: readonly OperateCommand[] = [BACKUP, RESTORE, PROMOTE];
export { runOperate } from './command.ts';
