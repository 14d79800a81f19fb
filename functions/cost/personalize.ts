/** What Amazon Personalize lists for the recommendations alone: ingestion, training, and a request per answer or edition. */
import { costOf, personalizeInteractionsMax, personalizePrices } from '#functions/cost/prices.ts';
import { dailyUnits, daysPerMonth, editionsPerDay, type Workload } from '#functions/cost/workload.ts';

/** Bytes of one interaction: user, item, type, instant, as CSV or as an event. */
const interactionBytes = 150;
/** Its automatic training runs weekly by default. Ours runs daily. */
const trainingsPerMonth = daysPerMonth / 7;

export type PersonalizeBill = {
  readonly ingestion: number;
  readonly training: number;
  readonly requests: number;
  readonly usd: number;
};

/** It neither keeps playlists nor says why an item is in one; what would do that on AWS is not counted. */
export function personalizeBill(load: Workload): PersonalizeBill {
  const answers = dailyUnits(load).recommendations + editionsPerDay(load);
  const interactions = Math.min(personalizeInteractionsMax, load.listensPerDay * load.historyDays);
  const { ingestedBytes, trainedInteractions, recommendations } = personalizePrices;
  const ingestion = costOf(load.listensPerDay * daysPerMonth * interactionBytes, ingestedBytes);
  const training = costOf(interactions * trainingsPerMonth, trainedInteractions);
  const requests = costOf(answers * daysPerMonth, recommendations);
  return { ingestion, training, requests, usd: ingestion + training + requests };
}
