/** Receipts of erasures. */
import type { Receipt } from '#shared/schemas/receipt.ts';

export interface Receipts {
  read(receiptId: string): Promise<Receipt | undefined>;
  /** Atomic; created when undefined is evolved. */
  update(receiptId: string, evolve: (receipt: Receipt | undefined) => Receipt): Promise<Receipt>;
}
