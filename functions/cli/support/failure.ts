/** How a command ends when the person at the terminal has to act: one clear sentence, no stack, exit code 1. */

/** Something the person can mend; its message says what is wrong and what would be right. */
export class Failure extends Error {}

/** The server understood the call and refuses it. */
export class Refused extends Failure {
  readonly status: number;
  /** The server's own words. */
  readonly detail: string;

  constructor(status: number, { message, detail }: { readonly message: string; readonly detail: string }) {
    super(message);
    this.status = status;
    this.detail = detail;
  }
}

/** Runs a command to its exit code; a `Failure` becomes its message, anything else is a defect and keeps its stack. */
export async function runCommand(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
