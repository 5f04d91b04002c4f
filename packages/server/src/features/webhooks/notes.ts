/**
 * Tells whoever has made a webhook what becomes of it.
 *
 * @module
 */
import { failureFields } from '../../logger.ts';
import { fromStoreError } from '../../pipeline/store-errors.ts';
import { serverClientId } from '../../router/ids.ts';
import type { Services } from '../../router/services.ts';
import { tellInInbox } from '../accounts/inbox.ts';
import type { WebhookRecord } from './records.ts';
import { readableUrl } from './sealed-values.ts';

/** The server has turned it off. Never rejects: `posthorn webhooks list` says so too. */
export async function tellOff(services: Services, webhook: WebhookRecord, trouble: string): Promise<void> {
  const { id, createdBy } = webhook;
  const { logger, clock, sealer } = services;
  logger.warn({ webhook: id, why: trouble }, 'a webhook was turned off');
  const host = URL.parse(readableUrl(webhook, sealer))?.host ?? '';
  const text =
    `The webhook ${id} to ${host} was turned off: ${trouble}. Nothing is lost: when the receiver works, ` +
    `"posthorn webhooks resume ${id}" goes on where it stopped.`;
  try {
    const clientId = serverClientId(`webhook-${id}-off-${clock.now()}`);
    await tellInInbox(services, { user: createdBy, clientId, text });
  } catch (error) {
    logger.warn({ webhook: id, ...failureFields(fromStoreError(error)) }, 'its maker was not told');
  }
}
