export { startNats } from './nats.ts';
export type { NatsOptions } from './nats.ts';
export { freePort } from './program.ts';
export { MissingProgramError } from './service.ts';
export type { PrivateService } from './service.ts';
