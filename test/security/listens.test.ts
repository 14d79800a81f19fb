/** Listens of both interfaces, mutated: each is accepted or refused, and what is accepted fits every store behind it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeListens } from '#shared/domain/listens/judging.ts';
import { listenedMessages } from '#shared/domain/listens/messages.ts';
import { judgeSubmission, readSubmission } from '#shared/edge/listenbrainz/submission.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import { ListensMessage } from '#shared/schemas/message.ts';
import { Rejection } from '#shared/schemas/problem.ts';
import { mutated } from '#test/security/hostile.ts';

const now = 1_795_435_200;
const userId = 'ada' as UserId;
const runs = 3_000;

const native = {
  id: 'l',
  itemId: 'i',
  kind: 'track',
  listenedAt: '2026-11-22T20:00:00Z',
  playedMs: 1,
  title: 'T',
  artistId: 'a',
  artistName: 'A',
  releaseName: 'R',
  tags: ['x'],
  durationMs: 2,
};
const scrobble = {
  listened_at: now - 60,
  track_metadata: {
    artist_name: 'A',
    track_name: 'T',
    release_name: 'R',
    additional_info: {
      recording_mbid: '0f1e2d3c-4b5a-4678-8abc-def012345678',
      artist_mbids: ['aaaaaaaa-4b5a-4678-8abc-def012345678'],
      duration_ms: 1_000,
      tags: ['x'],
      tracknumber: '1',
      more: { deep: [1, null] },
    },
  },
};
/** As it comes over the wire: what JSON cannot spell is not sent. */
const sent = (good: unknown) =>
  fc.array(
    mutated(good).map((value) => JSON.parse(JSON.stringify(value ?? null))),
    { minLength: 1, maxLength: 4 },
  );

/** In the cloud a message that does not fit its schema is a dead letter. */
function expectSound(listens: Parameters<typeof listenedMessages>[0]): number {
  for (const message of listenedMessages(listens, now)) {
    const read = ListensMessage.safeParse(JSON.parse(JSON.stringify(message)));
    expect(read.error, JSON.stringify(message)).toBeUndefined();
  }
  return listens.length;
}

describe('listens', () => {
  it('judgeListens accepts or refuses whatever is sent, and what it accepts fits its message', () => {
    let accepted = 0;
    let refused = 0;
    fc.assert(
      fc.property(sent(native), fc.boolean(), (batch, byOperator) => {
        const judged = judgeListens(batch, byOperator ? 'operator' : { userId }, now);
        expect(judged.listens.length + judged.refused.length).toBe(batch.length);
        for (const { detail } of judged.refused)
          expect(detail.length).toBeLessThanOrEqual(limits.detailCharactersMax + 1);
        accepted += expectSound(judged.listens);
        refused += judged.refused.length;
      }),
      { numRuns: runs },
    );
    expect(accepted).toBeGreaterThan(100);
    process.stdout.write(`listens of /v1: ${runs} batches, ${accepted} accepted, ${refused} refused, no crash\n`);
  });

  it('judgeSubmission accepts or refuses whatever is sent, and what it accepts fits its message', () => {
    let accepted = 0;
    let refused = 0;
    fc.assert(
      fc.property(sent(scrobble), (payload) => {
        const judged = judgeSubmission(payload, { userId, now });
        for (const { rejection } of judged.rejected) expect(rejection.message.length).toBeGreaterThan(10);
        accepted += expectSound(judged.listens);
        refused += judged.rejected.length;
      }),
      { numRuns: runs },
    );
    expect(accepted).toBeGreaterThan(100);
    process.stdout.write(`listens of /1: ${runs} batches, ${accepted} accepted, ${refused} refused, no crash\n`);
  });

  it('readSubmission reads an envelope or refuses it', () => {
    fc.assert(
      fc.property(mutated({ listen_type: 'import', payload: [scrobble] }), (body) => {
        try {
          expect(readSubmission(body).payload.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(Rejection);
        }
      }),
      { numRuns: runs },
    );
  });
});
