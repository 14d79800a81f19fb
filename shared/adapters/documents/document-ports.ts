/** Every document port over one store: the same on both homes. */
import { createCatalogue } from '#shared/adapters/documents/catalogue.ts';
import { createEditions, createSchedules } from '#shared/adapters/documents/editions.ts';
import { createDocumentErasers } from '#shared/adapters/documents/erasers.ts';
import type { Withdraw } from '#shared/adapters/documents/item-eraser.ts';
import { createLease } from '#shared/adapters/documents/lease.ts';
import { createDeliveries, createLibraries } from '#shared/adapters/documents/libraries.ts';
import { createModelRegistry, createModels, createModelWriter } from '#shared/adapters/documents/models.ts';
import { createProfiles } from '#shared/adapters/documents/profiles.ts';
import { createNowPlaying, createQuarantine } from '#shared/adapters/documents/quarantine.ts';
import { createReceipts } from '#shared/adapters/documents/receipts.ts';
import { createRecentListens } from '#shared/adapters/documents/recent-listens.ts';
import { createTokens, createUsers } from '#shared/adapters/documents/users.ts';
import { createVerdicts } from '#shared/adapters/documents/verdicts.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';

export type DocumentPorts = ReturnType<typeof documentPorts>;

type Options = {
  readonly pointerSeconds?: number;
  /** Takes what only a forgotten user named out of what others were proposed. */
  readonly withdraw?: Withdraw;
};

/** `pointerSeconds`: for how long the model pointer is believed once it was read; read every time when left out. */
export function documentPorts(store: DocumentStore, clock: Clock, { pointerSeconds = 0, withdraw }: Options = {}) {
  const profiles = createProfiles(store);
  return {
    users: createUsers(store),
    tokens: createTokens(store),
    profiles,
    catalogue: createCatalogue(store, clock),
    editions: createEditions(store),
    schedules: createSchedules(store),
    models: createModels(store, { clock, pointerSeconds }),
    registry: createModelRegistry(store),
    modelWriter: createModelWriter(store, clock),
    quarantine: createQuarantine(store),
    nowPlaying: createNowPlaying(store),
    receipts: createReceipts(store),
    recent: createRecentListens(store),
    verdicts: createVerdicts(store),
    libraries: createLibraries(store),
    deliveries: createDeliveries(store),
    lease: createLease(store, clock),
    erasers: createDocumentErasers(store, profiles, withdraw),
  };
}
