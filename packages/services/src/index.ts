export { MissingProgramError } from './service.ts';
export type { PrivateService } from './service.ts';
