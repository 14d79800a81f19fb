/**
 * Planted defects: each breaks one promise by a thin wrapper around the ports of one verb, so that the simulation can
 * show that it would notice. The handlers themselves are the real ones.
 */
import type { Profiles } from '#shared/ports/profiles.ts';
import type { Item } from '#shared/schemas/item.ts';
import type { Profile } from '#shared/schemas/profile.ts';
import type { Ports, Role, Tamper } from '#test/simulation/process.ts';

export type Defect = { readonly invariants: readonly string[]; readonly tamper: Tamper };

const only =
  (role: Role, change: (ports: Ports) => Partial<Ports>): Tamper =>
  (asked, ports) =>
    asked === role ? { ...ports, ...change(ports) } : ports;

export const defects = {
  /** learn forgets which listens and batches it has seen. */
  'dedupe off': {
    invariants: ['I1', 'I2'],
    tamper: only('learn', ({ profiles }) => ({
      profiles: {
        ...profiles,
        update: (userId, evolve) =>
          profiles.update(userId, (profile) => evolve(profile && { ...profile, window: [], batches: [] })),
      },
    })),
  },

  /** Of two listens of one play the first to come stays: what counts depends on the order. */
  'first told counts': {
    invariants: ['I1', 'I2'],
    tamper: only('learn', ({ profiles }) => ({
      profiles: {
        ...profiles,
        update: (userId, evolve) =>
          profiles.update(userId, (profile) => {
            const { next, ...rest } = evolve(profile);
            if (!next || next.windowFloor !== null || next.window.some(([, , itemId]) => itemId === '')) {
              return next === undefined ? rest : { next, ...rest };
            }
            return { next: { ...next, rebuild: profile?.rebuild ?? null }, ...rest };
          }),
      },
    })),
  },

  /** learn lets the first listen describe an item for everybody. */
  'one user decides': {
    invariants: ['I9'],
    tamper: only('learn', ({ catalogue }) => ({
      catalogue: {
        ...catalogue,
        tell: async (_teller, items) => {
          const known = await catalogue.read(items.map(({ itemId }) => itemId));
          await catalogue.put(items.filter((_, nth) => known[nth] === undefined));
          return catalogue.read(items.map(({ itemId }) => itemId)) as Promise<Item[]>;
        },
      },
    })),
  },

  /** publish moves the pointer before it writes what the pointer names. */
  'pointer moved first': {
    invariants: ['I8'],
    tamper: only('publish', ({ modelWriter, registry, models }) => ({
      modelWriter: {
        ...modelWriter,
        write: async (version, documents, expiresAt) => {
          const manifest = await registry.manifest(version);
          const pointer = await models.pointer();
          if (manifest !== undefined && (pointer?.modelVersion ?? '') < version) {
            const { watermark } = manifest;
            await registry.point(() => ({ modelVersion: version, publishedAt: watermark, watermark, previous: [] }));
          }
          await modelWriter.write(version, documents, expiresAt);
        },
      },
    })),
  },

  /** assemble moves the due time before the edition is stored. */
  'due time moved first': {
    invariants: ['I4'],
    tamper: only('assemble', ({ editions, schedules }) => {
      const held = new Map<string, Parameters<Ports['editions']['store']>[0]>();
      return {
        editions: {
          ...editions,
          store: async (stored) => {
            held.set(`${stored.manifest.userId} ${stored.manifest.patch}`, stored);
          },
        },
        schedules: {
          ...schedules,
          update: async (userId, patch, evolve) => {
            await schedules.update(userId, patch, evolve);
            const stored = held.get(`${userId} ${patch}`);
            held.delete(`${userId} ${patch}`);
            if (stored !== undefined) await editions.store(stored);
          },
        },
      };
    }),
  },

  /** serve trusts that an edition was filtered when it was built. */
  'block check only at build': {
    invariants: ['I7'],
    tamper: only('serve', ({ users }) => ({
      users: {
        ...users,
        read: async (userId) => {
          const record = await users.read(userId);
          return record.state === 'known' ? { ...record, user: { ...record.user, blocks: [], feedback: [] } } : record;
        },
      },
    })),
  },

  /** A statement that its worker gave up is not waited for, and commits beside the next worker's. */
  'append twice': {
    invariants: ['I1', 'I2'],
    tamper: only('refresh', ({ warehouse: { within: _within, settle: _settle, ...warehouse } }) => ({ warehouse })),
  },

  /** A worker that stood still for longer than its lease goes on beside the next. */
  'lease outlived': {
    invariants: ['I1', 'I2'],
    tamper: only('refresh', ({ lease }) => ({
      lease: {
        ...lease,
        run: (name, _seconds, asked) => lease.run(name, 1, typeof asked === 'function' ? asked : asked.work),
      },
    })),
  },

  /** A rebuild writes what it read, whatever was folded in meanwhile. */
  'rebuild without version check': {
    invariants: ['I1', 'I2'],
    tamper: only('rebuild', ({ profiles }) => ({ profiles: blind(profiles) })),
  },
} as const satisfies Record<string, Defect>;

/** Shows an update the profile as this run has read it. */
function blind(profiles: Profiles): Profiles {
  let read: Profile | undefined;
  return {
    ...profiles,
    read: async (userId) => {
      read = await profiles.read(userId);
      return read;
    },
    update: (userId, evolve) => profiles.update(userId, (current) => evolve(current && (read ?? current))),
  };
}
