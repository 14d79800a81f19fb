/** Firestore: every document that is read, written, deleted, kept and backed up. */
import { day } from '#functions/cost/lines/day.ts';
import type { BillLine } from '#functions/cost/lines/line.ts';
import { documentBytes, type UnitOfWork, work } from '#functions/cost/operations.ts';
import { daysPerMonth, modelRows, type Workload } from '#functions/cost/workload.ts';
import { tuning } from '#shared/domain/tuning.ts';
import { limits } from '#shared/schemas/limits.ts';

export function documentLines(load: Workload): BillLine[] {
  const service = 'Firestore';
  const units = day(load);
  const monthly = (of: (does: UnitOfWork) => number): number =>
    daysPerMonth * units.reduce((sum, { times, does }) => sum + times * of(does), 0);
  const stored = storedBytes(load);
  return [
    {
      service,
      item: 'reads of users’ own documents',
      quantity: monthly(({ reads }) => reads),
      price: 'documentReads',
      formula: 'Σ units a month × own reads of the unit',
    },
    {
      service,
      item: 'reads of catalogue and model',
      quantity: monthly(({ sharedReads }) => sharedReads * (1 - load.rememberedShare)),
      price: 'documentReads',
      formula: `Σ units × shared reads × (1 − ${load.rememberedShare} remembered)`,
    },
    {
      service,
      item: 'writes',
      quantity: monthly(({ writes }) => writes),
      price: 'documentWrites',
      formula: 'Σ units × writes',
    },
    {
      service,
      item: 'deletes by time to live',
      quantity: monthly(({ expiring }) => expiring),
      price: 'documentDeletes',
      formula: 'Σ units × documents that expire',
    },
    {
      service,
      item: 'storage',
      quantity: stored,
      price: 'documentStorage',
      formula:
        `users × (profile + user + ${modelsKept} × candidates + ${editionsKept()} editions) ` +
        `+ ${limits.recentDays} days of listens + ${modelsKept} models`,
    },
    {
      service,
      item: 'backups',
      quantity: backupsKept * stored,
      price: 'documentBackups',
      formula: `${backupsKept} daily backups × storage`,
    },
    {
      service,
      item: 'point-in-time recovery',
      quantity: stored,
      price: 'documentRecovery',
      formula: 'storage once more: what Firestore keeps of the last seven days',
    },
  ];
}

/** infra/prod.tfvars: `backup_days`. */
const backupsKept = 14;
/** Index entries and names beside a document's body: what Firestore's own arithmetic gives for ours. */
const overheadBytes = 600;

/** The model in force, those that it can be rolled back to, and the one that goes when the next is published. */
const modelsKept = tuning.model.previousMax + 2;

/** Of three weekly patches and a daily one. */
function editionsKept(): number {
  const { weekly, daily } = tuning.edition.keptDays;
  return Math.round((3 * weekly) / 7 + daily);
}

function storedBytes(load: Workload): number {
  const { users, items } = load;
  const { neighbours } = modelRows(load);
  const perNeighbour = documentBytes.neighbours / tuning.model.publishedNeighboursMax;
  const ofUser =
    documentBytes.profile +
    documentBytes.user +
    modelsKept * (documentBytes.candidates + overheadBytes) +
    editionsKept() * (documentBytes.edition + overheadBytes);
  const model = neighbours * perNeighbour + (items / 5) * documentBytes['artist list'];
  const listens = load.listensPerDay * limits.recentDays * work['ingest one listen'].messageBytes;
  return users * ofUser + modelsKept * model + listens + items * 400;
}
