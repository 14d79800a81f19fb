/** A world after everything has come to rest, with ports that need no turn. */
import { type DocumentPorts, documentPorts } from '#shared/adapters/documents/document-ports.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { World } from '#test/simulation/world.ts';

export type Quiet = {
  readonly world: World;
  readonly store: DocumentStore;
  readonly ports: DocumentPorts;
  /** Unix seconds. */
  readonly now: number;
};

export function quietOf(world: World): Quiet {
  const store = world.documents.by({ clock: world.now, seen: new Map() });
  return { world, store, ports: documentPorts(store, world.now), now: world.now() };
}
