/** Published models: what readers follow, and how a new one takes its place without anyone seeing half of it (I8). */
import type { ModelVersion, UserId } from '#shared/schemas/ids.ts';
import type { Candidates, ItemList, ModelManifest, ModelPointer, Neighbours } from '#shared/schemas/model.ts';

/** Readers ask for the pointer once per unit of work and pass its version on. */
export interface Models {
  pointer(): Promise<ModelPointer | undefined>;
  /** Neighbours of up to 500 items; undefined where the model has none. */
  neighbours(version: ModelVersion, itemIds: readonly string[]): Promise<(Neighbours | undefined)[]>;
  /** What is not looked at is not opened. */
  candidates(version: ModelVersion, userId: UserId): Promise<Candidates | undefined>;
  lists(version: ModelVersion, names: readonly string[]): Promise<(ItemList | undefined)[]>;
}

export type ModelDocuments = {
  /** A version whose documents of the same names go with the writing. */
  readonly outlived?: ModelVersion | undefined;
  readonly neighbours?: readonly Neighbours[];
  readonly candidates?: readonly Candidates[];
  readonly lists?: readonly ItemList[];
};

export interface ModelRegistry {
  manifest(version: ModelVersion): Promise<ModelManifest | undefined>;
  /** Manifests, newest training first. */
  manifests(limit: number): Promise<readonly ModelManifest[]>;
  record(manifest: ModelManifest): Promise<void>;
  /** Moves the pointer; `evolve` returns undefined to leave it. Moving is the last write of a publication. */
  point(evolve: (pointer: ModelPointer | undefined) => ModelPointer | undefined): Promise<ModelPointer | undefined>;
}

export interface ModelWriter {
  /** Writes a page of a version's documents; they expire at `expiresAt`, Unix seconds. Repeating it changes nothing. */
  write(version: ModelVersion, documents: ModelDocuments, expiresAt: number): Promise<void>;
  /** Lets every document of a version expire at another instant instead; resolves with their number. */
  extend(version: ModelVersion, expiresAt: number): Promise<number>;
  /** Notes a shard as written; true when no shard is missing any more. */
  shardDone(version: ModelVersion, shard: number, shards: number): Promise<boolean>;
}
