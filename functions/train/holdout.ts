/** Tries both rankers on held-out days of the deployment's own listens: who would have foreseen more of what came new? */
import type { RecallEstimate } from '#shared/domain/model/gates.ts';
import { dayInSeconds, type Tuning, tuning } from '#shared/domain/tuning.ts';
import type { Factoriser } from '#shared/ports/factoriser.ts';
import { int64, rowsOf, type Warehouse } from '#shared/ports/warehouse.ts';
import { statement, statementParameters } from '#shared/sql/engine/statement.ts';
import {
  combinePairs,
  crowdListeners,
  type ModelCounts,
  relateItems,
  replace,
  weighInteractions,
} from '#shared/sql/train/build-model.ts';

export type HoldoutRequest = {
  readonly warehouse: Warehouse;
  readonly factoriser: Factoriser;
  readonly modelVersion: string;
  /** The newest listen, Unix seconds: the held-out days end there. */
  readonly newestAt: number;
  readonly setAside?: readonly string[];
  /** Whether strangers teach, where there are any. */
  readonly withCrowd?: boolean;
  readonly dials?: Tuning['model']['holdout'];
};

export type Holdout = { readonly kernel: RecallEstimate; readonly spectral: RecallEstimate };

/**
 * Trains on what came before the held-out days and measures recall of what was new in them. Undefined where too few
 * users had something new. Uses the model tables: what is in them is lost.
 */
export async function measureHoldout(request: HoldoutRequest): Promise<Holdout | undefined> {
  const { newestAt, factoriser, setAside = [], withCrowd = false, dials = tuning.model.holdout } = request;
  const asOf = new Date((newestAt - dials.days * dayInSeconds) * 1_000);
  const stage = {
    warehouse: request.warehouse,
    modelVersion: `${request.modelVersion} holdout`,
    asOf,
    setAside,
    withCrowd,
  };
  const counts = await weighInteractions(stage);
  if (counts.users < dials.usersMin) return undefined;
  const strides = stridesOf(counts, dials);
  if (strides.trained > 1) {
    await replace(stage, 'model_user_items', { sample_stride: int64(strides.trained) }, 'evaluation/sample_users');
  }
  const measure = () =>
    recallOf({ ...stage, until: new Date(newestAt * 1_000), stride: strides.asked, length: dials.length });

  const sampled = { ...counts, interactions: Math.ceil(counts.interactions / strides.trained) };
  await relateItems({
    ...stage,
    counts: sampled,
    factoriser,
    productsMax: dials.productsMax,
    pairsMax: dials.pairsMax,
  });
  const spectral = await measure();
  if (spectral.users < dials.usersMin) return undefined;
  await request.warehouse.load('model_spectral', [], 'replace');
  await combinePairs(stage);
  return { kernel: await measure(), spectral };
}

/** Every n-th user is enough to train the test models on, and every m-th, a multiple of n, to ask. */
function stridesOf({ users, interactions }: ModelCounts, { interactionsMax, usersMax }: Tuning['model']['holdout']) {
  const trained = Math.max(1, Math.ceil(interactions / interactionsMax));
  return { trained, asked: trained * Math.max(1, Math.ceil(users / trained / usersMax)) };
}

type RecallRequest = {
  readonly warehouse: Warehouse;
  readonly modelVersion: string;
  readonly asOf: Date;
  readonly until: Date;
  readonly stride: number;
  readonly length: number;
};

async function recallOf({ stride, length, asOf, until, ...stage }: RecallRequest): Promise<RecallEstimate> {
  const shard = { user_shards: int64(stride), user_shard: int64(0) };
  await replace(stage, 'model_candidates', { ...shard, candidates_max: int64(length) });
  const asked = statement('evaluation/holdout');
  type Row = { readonly users: number; readonly mean: number | null; readonly mean_of_squares: number | null };
  const parameters = statementParameters(asked, { ...shard, as_of: asOf, until });
  const [row] = await rowsOf<Row>(stage.warehouse, asked, parameters);
  const { users = 0, mean, mean_of_squares: squares } = row ?? {};
  const variance = Math.max(0, (squares ?? 0) - (mean ?? 0) ** 2);
  return { users, mean: mean ?? 0, se: users < 2 ? 0 : Math.sqrt(variance / (users - 1)) };
}

/** What a deployment's own held-out days say of the ways to train: which ranker, and whether strangers help it. */
export type Choice = {
  readonly holdout: Holdout | undefined;
  readonly ranker: keyof Holdout;
  readonly withCrowd: boolean;
};

/**
 * Strangers teach where they help the deployment's own listeners, or where there are too few of these to tell: there is
 * nothing else then. All is measured on own listeners alone.
 */
export async function chooseTraining(request: HoldoutRequest): Promise<Choice> {
  const alone = await measureHoldout(request);
  const strangers = await crowdListeners(request.warehouse);
  if (strangers === 0) return choiceOf(alone, false);
  const together = await measureHoldout({ ...request, withCrowd: true });
  if (alone === undefined || together === undefined) return choiceOf(together, true);
  return bestOf(together) > bestOf(alone) ? choiceOf(together, true) : choiceOf(alone, false);
}

const bestOf = ({ kernel, spectral }: Holdout): number => Math.max(kernel.mean, spectral.mean);

function choiceOf(holdout: Holdout | undefined, withCrowd: boolean): Choice {
  const ranker = holdout !== undefined && holdout.spectral.mean > holdout.kernel.mean ? 'spectral' : 'kernel';
  return { holdout, ranker, withCrowd };
}
