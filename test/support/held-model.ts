/** The manifest of a model that no reader follows: its gates held it back. */
import type { ModelVersion } from '#shared/schemas/ids.ts';
import type { ModelManifest } from '#shared/schemas/model.ts';

export const heldModel: ModelManifest = {
  modelVersion: '20260101T030000Z' as ModelVersion,
  trainedAt: 1_767_236_400,
  watermark: 1_767_236_400,
  configDigest: '',
  codeVersion: 'test',
  ranker: 'kernel',
  counts: { listens: 0, users: 0, items: 0, neighbours: 0, candidates: 0, lists: 0 },
  quality: {},
  gates: [],
  state: 'held',
  shards: 1,
};

/** A later one, which an operator may publish all the same by naming its gate. */
export const newestHeldModel: ModelManifest = {
  ...heldModel,
  modelVersion: '20991231T030000Z' as ModelVersion,
  trainedAt: 4_102_369_200,
  gates: [{ gate: 'volume', passed: false, value: 0, limit: '1', detail: '' }],
};
