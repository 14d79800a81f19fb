/** Telemetry: where the time of one request goes, and how much of everything there is. Never an id, a title or a token. */
import type { SignalName } from '#shared/schemas/signals.ts';

export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** The attribute of an answer's status (OpenTelemetry's semantic conventions): from 500 on the span has failed. */
export const httpStatus = 'http.response.status_code';

export type Span<R> = {
  /** What is done, not to whom: "GET /v1/users/:userId", "warehouse listens". Few different ones. */
  readonly name: string;
  readonly attributes?: Attributes;
  /** The caller's place in a trace (W3C Trace Context), where a request may bring one. */
  readonly traceparent?: string | undefined;
  /** What the result says about how it went. */
  readonly outcome?: (result: R) => Attributes;
};

/** Never throws and never waits for a collector. */
export interface Telemetry {
  /** Runs `work` as a span of the trace it is called in, else of the caller's, else of a new one. */
  span<R>(span: Span<R>, work: () => Promise<R>): Promise<R>;
  /** Adds a line's number, or one, to the metric of a signal. */
  record(signal: SignalName, value: number, attributes: Attributes): void;
  /** Sends what is waiting; for the end of a process. */
  flush(): Promise<void>;
}
