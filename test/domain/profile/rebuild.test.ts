import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortKey } from '#shared/domain/hash.ts';
import { openHeard } from '#shared/domain/profile/heard.ts';
import { emptyProfile, learn, retract } from '#shared/domain/profile/learn.ts';
import {
  awaitedBatches,
  landsSoonSeconds,
  rebuildProfile,
  sameState,
  type WarehouseHistory,
} from '#shared/domain/profile/rebuild.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { Profile } from '#shared/schemas/profile.ts';
import { epoch } from '#test/support/listens.ts';

const window = { listensMax: 5, batchesMax: 4, awaitingMax: 2 };
/** Seconds: further apart than listens of one play can be. */
const spacing = 300;
const now = epoch + 1_000_000;
const empty = emptyProfile('ada' as UserId);

const listenAt = (at: number) => ({
  id: `l${at}`,
  itemId: `item ${at}`,
  kind: 'track' as const,
  tags: [],
  listenedAt: epoch + at * spacing,
  weight: 1,
});

const learned = (profile: Profile, at: readonly number[]): Profile =>
  learn(profile, { batchId: `b${at}`, receivedAt: now, listens: at.map(listenAt), window }).next ?? profile;

const retracted = (profile: Profile, at: number): Profile =>
  retract(profile, {
    batchId: `r${at}`,
    receivedAt: now,
    listens: [{ id: `l${at}`, listenedAt: epoch + at * spacing }],
    window,
  }) ?? profile;

/** What the warehouse says once it holds these listens. */
function history(ats: Iterable<number>, more: Partial<WarehouseHistory> = {}): WarehouseHistory {
  const newest = [...ats].sort((a, b) => b - a);
  return {
    affinities: [],
    latest: newest.slice(0, window.listensMax + 1).map((at) => ({
      listenId: `l${at}`,
      listenedAt: epoch + at * spacing,
      itemId: `item ${at}`,
      songId: `item ${at}`,
      separation: 0,
    })),
    heardItems: newest.map((at) => `item ${at}`),
    batches: [],
    listens: newest.length,
    newestAt: newest[0] === undefined ? null : epoch + newest[0] * spacing,
    landedBefore: now - landsSoonSeconds,
    window,
    ...more,
  };
}

describe('rebuildProfile', () => {
  it('I1 Once: neither a listen that counts nor one that was taken back counts after any rebuilds, sent again', () => {
    const act = fc.record({
      what: fc.constantFrom('learn', 'retract', 'rebuild'),
      at: fc.integer({ min: 1, max: 30 }),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        let profile = empty;
        const told = new Set<number>();
        const gone = new Set<number>();
        for (const { what, at } of acts) {
          if (what === 'learn') told.add(at);
          if (what === 'retract') gone.add(at);
          if (what === 'learn') profile = learned({ ...profile, batches: [] }, [at]);
          else if (what === 'retract') profile = retracted({ ...profile, batches: [] }, at);
          else profile = rebuildProfile(profile, history([...told].filter((each) => !gone.has(each))));
        }
        const whole = rebuildProfile(profile, history([...told].filter((each) => !gone.has(each))));
        for (const at of new Set([...told, ...gone])) {
          expect(
            learn(whole, { batchId: 'again', receivedAt: now, listens: [listenAt(at)], window }).counted,
            `${at}`,
          ).toBe(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the floor where it was when fewer listens are left than the window holds', () => {
    const profile = learned(empty, [1, 2, 3, 4, 5, 6, 7]);
    expect(profile.windowFloor).toBe(epoch + 2 * spacing);
    expect(rebuildProfile(profile, history([5, 6])).windowFloor).toBe(epoch + 2 * spacing);
    expect(rebuildProfile(profile, history([1, 2, 3, 4, 5, 6, 7, 8, 9])).windowFloor).toBe(epoch + 4 * spacing);
    expect(rebuildProfile(empty, history([1, 2])).windowFloor).toBeNull();
  });

  it('holds what folding holds: window, heard, listens and watermark', () => {
    const folded = learned(empty, [1, 2, 3, 4, 5, 6, 7]);
    const whole = rebuildProfile(folded, history([1, 2, 3, 4, 5, 6, 7]));
    expect(whole).toMatchObject({ window: folded.window, windowFloor: folded.windowFloor, listens: 7, rebuild: null });
    expect(whole.watermark).toBe(epoch + 7 * spacing);
    for (let at = 1; at <= 7; at++) expect(openHeard(whole.heard).has(`item ${at}`)).toBe(true);
    expect(rebuildProfile(folded, history([])).watermark).toBeNull();
  });

  it('folds in the next batches that are counted and not told yet, so that a history costs few rebuilds', () => {
    const counted = ['b1', 'b2', 'b3', 'b4'].map((batchId, at): [string, number] => [shortKey(batchId), now + at]);
    const marked = learned({ ...learned(empty, [9]), windowFloor: epoch + 8 * spacing }, [1]);
    expect(marked.rebuild?.awaiting).toEqual([shortKey('b1')]);
    const whole = rebuildProfile(marked, history([1, 2, 3, 4, 5, 6, 7, 8, 9], { batches: counted }));
    expect(whole.batches.map(([key]) => key)).toEqual(['b9', 'b1', 'b2', 'b3'].map(shortKey));
    expect(learned(whole, [2])).toBe(whole);
    expect(learned(whole, [4]).rebuild?.awaiting).toEqual([shortKey('b4')]);
  });

  it('is read once more when batches that it cannot name may not have landed, and forgets nothing heard until then', () => {
    const many = [1, 2, 3, 4, 5, 6].reduce((profile, at) => learned(profile, [at]), empty);
    const early = rebuildProfile(many, history([6]));
    expect(early.rebuild).toEqual({ since: now + landsSoonSeconds, awaiting: [] });
    expect(openHeard(early.heard).has('item 1')).toBe(true);
    const later = rebuildProfile(many, history([6], { landedBefore: now + 1 }));
    expect(later.rebuild).toBeNull();
    expect(openHeard(later.heard).has('item 1')).toBe(false);
    expect(rebuildProfile(many, history([6], { landedBefore: now })).rebuild).not.toBeNull();
  });
});

describe('awaitedBatches', () => {
  it('names what was received since an instant and what is awaited, each once', () => {
    const profile: Profile = {
      ...empty,
      batches: [
        ['old', now - 10],
        ['new', now],
      ],
      rebuild: { since: now, awaiting: ['new', 'lost'] },
    };
    expect(awaitedBatches(profile, now)).toEqual(['new', 'lost']);
    expect(awaitedBatches({ ...profile, rebuild: null }, now - 10)).toEqual(['old', 'new']);
  });
});

describe('sameState', () => {
  it('tells that something was folded in between: a batch, a listen, an instant', () => {
    const profile = learned(empty, [1]);
    expect(sameState(profile, structuredClone(profile))).toBe(true);
    expect(sameState(profile, learned(profile, [2]))).toBe(false);
    expect(sameState(profile, { ...profile, listens: 2 })).toBe(false);
    expect(sameState(profile, { ...profile, learnedAt: now + 1 })).toBe(false);
    expect(sameState(profile, { ...profile, batches: [[shortKey('other'), now]] })).toBe(false);
  });
});
