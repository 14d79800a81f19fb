/** Tells a user's webhook of an edition; the queue repeats it with backoff until it is taken or buried. */
import type { Clock } from '#shared/ports/clock.ts';
import type { Editions } from '#shared/ports/editions.ts';
import type { Users } from '#shared/ports/users.ts';
import type { Webhook } from '#shared/ports/webhook.ts';
import type { EditionsMessage } from '#shared/schemas/message.ts';

type Ports = { readonly users: Users; readonly editions: Editions; readonly webhook: Webhook; readonly clock: Clock };

export function createAnnounce({ users, editions, webhook, clock }: Ports) {
  return async ({ userId, playlistId }: Extract<EditionsMessage, { type: 'announce' }>): Promise<void> => {
    const [record, stored] = await Promise.all([users.read(userId), editions.read(playlistId)]);
    if (record.state !== 'known' || stored === undefined) return;
    const url = record.user.settings.webhookUrl;
    if (url === undefined) return;
    const { patch, period, title, modelVersion } = stored.edition;
    await webhook.send({
      url,
      id: `edition-${playlistId}`,
      sentAt: clock(),
      userId,
      payload: { type: 'edition.published', data: { userId, playlistId, patch, period, title, modelVersion } },
    });
  };
}
